"""The words of who decides."""

from goldenthread.overview.shapes import Governance
from goldenthread.web import addresses
from goldenthread.web.figures import counted
from goldenthread.web.frame import Empty, Link


def governance(shown: Governance) -> dict[str, object]:
    """Who reports to whom, and who sits where."""
    heading = shown.heading
    keeps = heading.may_manage and not heading.as_known
    add = Link("Add a group", addresses.of(heading, "add-group")) if keeps else None
    return {
        "frame": addresses.framed(shown.heading, "Who decides, and who reports to whom", here="governance"),
        "groups": shown.groups,
        "add": add,
        "code": heading.code if keeps else "",
        "words": f"{shown.heading.name} has {counted(shown.group_count, 'group')} with {counted(shown.seat_count, 'seat')}. Each group reports to the one that it hangs under.",
        "empty": Empty(
            "No groups are known yet",
            "Boards and groups belong here, with who sits in them. They come from the people-and-groups workbook, or"
            " are added one by one.",
            add,
        ),
    }
