"""Named writes of who the partnership is."""

from goldenthread.partnership.operations.accounts import (
    found_partnership,
    give_role,
    invite,
    open_account,
    report_on,
    take_role,
)
from goldenthread.partnership.operations.groups import (
    add_group,
    amend_group,
    end_seat,
    give_seat,
    record_decision,
)
from goldenthread.partnership.operations.invitations import extend, invite_to, revoke
from goldenthread.partnership.operations.people import (
    add_organisation,
    add_person,
    add_post,
    amend_organisation,
    amend_person,
    hold_post,
    leave_post,
)
from goldenthread.partnership.operations.places import add_official_place, add_place, succeed_place

__all__ = [
    "add_group",
    "add_official_place",
    "add_organisation",
    "add_person",
    "add_place",
    "add_post",
    "amend_group",
    "amend_organisation",
    "amend_person",
    "end_seat",
    "extend",
    "found_partnership",
    "give_role",
    "give_seat",
    "hold_post",
    "invite",
    "invite_to",
    "leave_post",
    "open_account",
    "record_decision",
    "report_on",
    "revoke",
    "succeed_place",
    "take_role",
]
