"""What a rule or an operation says when the answer is no. Each message is a sentence for a person."""


class Refused(Exception):
    """The record or its state does not allow it."""


class NotAllowed(Refused):
    """This person may not do it."""


class Invalid(Refused):
    """What was typed in cannot be kept. `fields` maps a field's name to its sentence."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = fields


class NotFound(Refused):
    """There is no such record, or this viewer may not know of it; the two must not be told apart."""


class Conflict(Refused):
    """Somebody else changed the same in the meantime. `fields` maps a field's name to what it is now, in words."""

    def __init__(self, text: str, fields: dict[str, str] | None = None) -> None:
        super().__init__(text)
        self.fields = fields or {}
