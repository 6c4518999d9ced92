"""What goes wrong when columns cannot be reckoned with."""


class Unusable(ValueError):
    """An argument, or a number in a column, that the method has no answer for.

    `row` counts from 0 and `column` names the column, where the trouble is in one; the message does not repeat them.
    """

    def __init__(self, message: str, *, row: int | None = None, column: str = "") -> None:
        super().__init__(message)
        self.row = row
        self.column = column
