"""Will we make it? What a series leads to expect, how surely, and the chance of meeting a target."""

from goldenthread.reckoning.outlook.chance import chance, interval
from goldenthread.reckoning.outlook.expected import FEWEST, Basis, Outlook, outlook

__all__ = ["FEWEST", "Basis", "Outlook", "chance", "interval", "outlook"]
