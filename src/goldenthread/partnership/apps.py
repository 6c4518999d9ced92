from django.apps import AppConfig


class PartnershipConfig(AppConfig):
    name = "goldenthread.partnership"
    label = "partnership"

    def ready(self) -> None:
        from goldenthread.kernel.kinds import Kind, register
        from goldenthread.kernel.tables import register_tables
        from goldenthread.partnership.models import (
            Decision,
            Group,
            Organisation,
            Partnership,
            Person,
            Place,
            Post,
        )
        from goldenthread.partnership.tables import SHEETS, TABLES

        register(
            Kind("place", "place", Place, "name", may_be_shared=True, words=("code", "kind")),
            Kind("partnership", "partnership", Partnership, "name", is_tenant=True),
            Kind(
                "organisation",
                "organisation",
                Organisation,
                "name",
                may_be_shared=True,
                words=("short_name", "sector"),
            ),
            Kind("person", "person", Person, "name", may_be_shared=True, stays_inside=True),
            Kind("post", "post", Post, "title"),
            Kind("group", "group", Group, "name", words=("terms_of_reference",)),
            Kind("decision", "decision", Decision, "title", words=("words", "evidence")),
        )
        register_tables(*TABLES, sheets=SHEETS)
