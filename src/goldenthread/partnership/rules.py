"""Who may do what in a partnership."""

from goldenthread.kernel.errors import NotAllowed
from goldenthread.kernel.viewer import Viewer


def is_inside(viewer: Viewer, partnership_id: int) -> bool:
    """Whether this viewer reads what the partnership has not published."""
    return viewer.everywhere or partnership_id in viewer.partnership_ids | viewer.managed_ids


def can_manage(viewer: Viewer, partnership_id: int) -> bool:
    """Whether this viewer manages the partnership."""
    return viewer.everywhere or partnership_id in viewer.managed_ids


def check_manage(viewer: Viewer, partnership_id: int) -> None:
    """Raises NotAllowed unless the viewer manages the partnership."""
    if not can_manage(viewer, partnership_id):
        raise NotAllowed("Only the partnership's manager may do this. Sign in as the manager, or ask them.")
