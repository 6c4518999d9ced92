"""Fields as people fill them in, each with a sentence for what is wrong."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from goldenthread.web.figures import MINUS

NO_DECISION = ("", "No decision behind it")


class Day(forms.DateField):
    """A day, as the browser's calendar or a person writes it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {
        "required": "Give the day.",
        "invalid": "Write the day like 24/09/2026.",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"), **kwargs)


class Number(forms.Field):
    """A number as people write it: "1,234.5", "56.1%", "£1,200", "−3". Empty is None; zero is a number.

    `digits` before the point and `decimals` after it are what its column holds.

    `cleaned` values are Decimals with as many decimals as were typed.
    """

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    default_error_messages = {
        "required": "Give a number. Zero is a number too.",
        "invalid": "“%(typed)s” is not a number. Write it like 1,234.5, without words.",
        "long": "This number is too long: at most %(digits)s digits and %(decimals)s decimals.",
    }

    def __init__(self, *, digits: int = 18, decimals: int = 6, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.digits, self.decimals = digits, decimals

    def prepare_value(self, value: Any) -> Any:
        return format(value, "f") if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        typed = str(value or "").strip()
        if not typed:
            return None
        plain = re.sub(r"[\s£%,]", "", typed.replace(MINUS, "-").replace("–", "-"))
        try:
            if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", plain):
                raise InvalidOperation
            number = Decimal(plain)
        except InvalidOperation:
            raise forms.ValidationError(
                self.error_messages["invalid"], params={"typed": typed[:60]}
            ) from None
        exponent = number.as_tuple().exponent
        if number.adjusted() >= self.digits or (isinstance(exponent, int) and exponent < -self.decimals):
            raise forms.ValidationError(
                self.error_messages["long"], params={"digits": self.digits, "decimals": self.decimals}
            )
        return number


class Choice(forms.TypedChoiceField):
    """One of a list of records, by number; the empty choice is None."""

    default_error_messages = {"required": "Choose one.", "invalid_choice": "Choose one from the list."}

    def __init__(
        self, *, choices: Iterable[tuple[Any, str]], empty: str = "Choose one", **kwargs: Any
    ) -> None:
        super().__init__(choices=[("", empty), *choices], coerce=_as_key, empty_value=None, **kwargs)


def _as_key(value: Any) -> Any:
    return int(value) if str(value).isdigit() else value


class Words(forms.CharField):
    """Text on several lines."""

    default_error_messages = {"required": "Write something here."}

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class AskedFor(Words):
    """A sentence that is asked for only where a check wants one: hidden until then, or while something stands in it.

    A form that has one calls `ask` whenever an error is added to a field of it.
    """

    def __init__(self, said: object = "", **kwargs: Any) -> None:
        super().__init__(rows=2, required=False, **kwargs)
        self._asking = self.widget
        if not said:
            self.widget = forms.HiddenInput()

    def show(self) -> None:
        """Ask for it: it may not be left blank any more."""
        self.widget, self.required = self._asking, True


def ask(form: forms.Form, field: str | None) -> None:
    """Show the sentence of this name, where it is one that is asked for only then."""
    wanted = form.fields.get(field or "")
    if isinstance(wanted, AskedFor):
        wanted.show()


class AmendmentForm(forms.Form):
    """What every amendment says beside its own fields: why, and by which decision.

    Give `decisions` as (id, words) pairs; a partnership without any shows no choice.
    """

    def __init__(self, *args: Any, decisions: Iterable[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = forms.CharField(
            label="Why", max_length=500, error_messages={"required": "Say in a few words why this changes."}
        )
        choices = list(decisions)
        if choices:
            self.fields["decision"] = Choice(
                label="The decision behind it", choices=choices, empty=NO_DECISION[1], required=False
            )


class AdditionForm(AmendmentForm):
    """What an addition may say beside its own fields: why, and by which decision. Neither has to be said."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
