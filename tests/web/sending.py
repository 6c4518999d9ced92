"""Forms as a browser sends them: every field as it was shown, but for what a person changes."""

from typing import Any

from django.test import Client


def as_shown(client: Client, address: str, **changed: Any) -> dict[str, Any]:
    """What a browser would send of the form at this address."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    sent: dict[str, Any] = {"as_of": answer.context.get("as_of", "")}
    for bound in answer.context["form"]:
        value = bound.value()
        if value is not None:
            sent[bound.name] = value if isinstance(value, list) else bound.field.prepare_value(value)
    return sent | changed
