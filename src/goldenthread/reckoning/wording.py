"""Numbers and lists as sentences write them."""

from collections.abc import Sequence
from decimal import Decimal


def number(value: Decimal, unit: str = "", decimals: int = 0) -> str:
    """A number with its unit, thousands separated, with at least so many decimals and never rounded: "80.75%"."""
    plain = value.normalize()
    exponent = plain.as_tuple().exponent
    needed = max(decimals, -exponent if isinstance(exponent, int) else 0, 0)
    return with_unit(f"{value:,.{needed}f}", unit)


def with_unit(written: str, unit: str) -> str:
    """A number and its unit: "£5", "5%", "5 homes"."""
    if unit.startswith("£"):
        return f"-£{written[1:]}{unit[1:]}" if written.startswith("-") else f"£{written}{unit[1:]}"
    return f"{written}{unit}" if unit == "%" else f"{written} {unit}".strip()


def listed(names: Sequence[str], word: str = "and") -> str:
    """Names in a row: "a", "a and b", "a, b and c"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {word} {names[-1]}"
