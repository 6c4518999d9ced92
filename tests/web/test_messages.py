"""What was written to whom, and the mailbox of a demonstration."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from goldenthread.kernel import clock
from goldenthread.kernel.outbox import operations as outbox
from goldenthread.kernel.outbox.models import Message
from goldenthread.partnership.models import Partnership, Role
from goldenthread.partnership.operations import invite
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Partnership:
    return factories.partnership()


@pytest.fixture
def mailbox(settings: Any, tmp_path: Path) -> None:
    """Given an installation whose mails go into its mailbox."""
    settings.EMAIL_BACKEND = "goldenthread.kernel.outbox.mailbox.EmailBackend"
    settings.DATA = tmp_path


def invited(place: Partnership, name: str = "Ann") -> None:
    """Given somebody who was given a role."""
    manager = Role.objects.filter(partnership=place, kind="manager").first()
    by = factories.viewer_for(manager.account) if manager else factories.manager(place).viewer
    invite(
        by=by,
        partnership=place,
        email=f"{name.lower()}@x.example",
        name=name,
        role=Role.Kind.AUDITOR,
    )


class TestMailbox:
    @pytest.mark.parametrize("address", ["/mailbox/", f"/mailbox/{'0' * 32}/"])
    def test_where_mail_goes_out_there_is_none(self, address: str) -> None:
        assert Client().get(address).status_code == 404
        assert "/mailbox/" not in Client().get("/").content.decode()

    @pytest.mark.usefixtures("mailbox")
    def test_a_mail_can_be_read_and_its_link_followed(self, place: Partnership) -> None:
        client = Client()
        assert "No mail yet" in client.get("/mailbox/").content.decode()
        invited(place)
        outbox.deliver()
        page = client.get("/mailbox/").content.decode()
        assert "these mails are not sent to anybody" in page
        assert "You can sign in to Northshire Together" in page
        row = client.get("/mailbox/").context["table"].rows[0]
        letter = client.get(row.head.href).content.decode()
        assert '<a href="http://127.0.0.1:8000/sign-in/code/"' in letter
        assert "&quot;Ann&quot; &lt;ann@x.example&gt;" in letter or "Ann &lt;ann@x.example&gt;" in letter
        assert '<a href="/mailbox/">The mailbox of this demonstration</a>' in client.get("/").content.decode()

    @pytest.mark.usefixtures("mailbox")
    def test_what_somebody_wrote_runs_nothing(self) -> None:
        outbox.post(
            to="a@x.example", title="<script>1</script>", text="<script>2</script>", purpose="reminder"
        )
        outbox.deliver()
        row = Client().get("/mailbox/").context["table"].rows[0]
        assert "<script>" not in Client().get(row.head.href).content.decode().replace("<script src=", "")

    @pytest.mark.usefixtures("mailbox")
    @pytest.mark.parametrize("name", ["0" * 32, "x", "..-..-secret-key"])
    def test_no_other_file_can_be_read(self, name: str) -> None:
        assert Client().get(f"/mailbox/{name}/").status_code == 404

    @pytest.mark.usefixtures("mailbox")
    def test_the_same_message_again_is_one_mail(self) -> None:
        message = outbox.post(to="a@x.example", title="Hello", text="Hello.", purpose="reminder")
        outbox.deliver()
        Message.objects.update(state=Message.State.IN_DOUBT)
        outbox.retry(message)
        outbox.deliver()
        assert len(Client().get("/mailbox/").context["table"].rows) == 1


class TestMessages:
    def page(self, place: Partnership) -> str:
        client = Client()
        client.force_login(Role.objects.filter(partnership=place, kind="manager")[0].account)
        return client.get(f"/{place.code}/messages/").content.decode()

    def test_a_manager_sees_to_whom_and_why_and_not_what(self, place: Partnership) -> None:
        invited(place)
        elsewhere = factories.partnership("southshire")
        invited(elsewhere, "Ben")
        page = self.page(place)
        assert "ann@x.example" in page
        assert "Invitation to sign in" in page
        assert "Waiting to be sent" in page
        assert "ben@x.example" not in page
        assert "[[1]]" not in page
        assert "need no password" not in page
        outbox.deliver()
        assert "Sent, " in self.page(place)

    def test_what_has_waited_for_long_is_said(self, place: Partnership) -> None:
        invited(place)
        assert "Mail has waited since" not in self.page(place)
        with clock.standing_at(clock.now() + timedelta(minutes=61)):
            page = self.page(place)
        assert "Mail has waited since" in page
        assert "The clock may not be running" in page

    def test_an_empty_list_says_what_belongs_here(self, place: Partnership) -> None:
        factories.manager(place)
        assert "Nobody was written to yet" in self.page(place)

    @pytest.mark.parametrize("number", [1, 3])
    def test_it_costs_the_same_for_many(
        self, place: Partnership, number: int, django_assert_num_queries: Any
    ) -> None:
        for one in range(number):
            invited(place, f"Ann{one}")
        client = Client()
        client.force_login(Role.objects.filter(partnership=place, kind="manager")[0].account)
        with django_assert_num_queries(8):
            client.get(f"/{place.code}/messages/")


def test_a_code_goes_at_once_and_is_wiped(place: Partnership) -> None:
    account = factories.manager(place).account
    Client().post("/sign-in/code/", {"email": account.email})
    message = Message.objects.get(purpose="sign-in code")
    assert (message.state, message.text, message.account_id) == ("sent", "", account.pk)
    assert message.partnership_id is None
