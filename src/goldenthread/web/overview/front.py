"""The words of the front page."""

from collections.abc import Iterable

from django.urls import reverse

from goldenthread.overview.shapes import PartnershipCard
from goldenthread.web.figures import counted
from goldenthread.web.frame import Empty, Frame


def front(cards: Iterable[PartnershipCard]) -> dict[str, object]:
    """The front page: what this is, and the partnerships."""
    cards = list(cards)
    return {
        "frame": Frame(title="What partnerships promised, and whether it adds up"),
        "partnerships": [
            (card, reverse("web:partnership", args=[card.code]), _card_words(card)) for card in cards
        ],
        "empty": Empty(
            "No partnership is public yet",
            "A partnership shows here when its manager has loaded its plan and published it.",
        ),
    }


def _card_words(card: PartnershipCard) -> str:
    holds = counted(card.themes, "theme")
    if card.measures:
        holds += f" and {counted(card.measures, 'measure')}"
    if not card.themes:
        return "No plan has been loaded yet."
    return f"{card.strategy}: {holds}." if card.strategy else f"{holds[:1].upper()}{holds[1:]}."
