"""What is understood of a document: its rendering, the plan and the findings. Needs no database."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goldenthread.reading.files import DEFAULT_LIMIT, render
from goldenthread.reading.plan import Plan
from goldenthread.reading.reader import read_plan
from goldenthread.reading.rendering import Rendering
from goldenthread.reckoning.findings import Finding, findings


@dataclass(frozen=True, slots=True)
class Understanding:
    """A document, the plan that it makes and what is wrong with that plan."""

    rendering: Rendering
    plan: Plan
    findings: list[Finding]

    def as_json(self) -> dict[str, Any]:
        """The JSON of `plan read`: the plan, where it comes from and what is wrong with it."""
        return {
            "source": {
                "file": self.rendering.file,
                "kind": self.rendering.kind.value,
                "sha256": self.rendering.sha256,
            },
            **self.plan.as_json(),
            "findings": [finding_json(finding) for finding in self.findings],
        }


def understand(path: Path, *, name: str | None = None, limit: int = DEFAULT_LIMIT) -> Understanding:
    """Read a file. Raises Unreadable with a sentence where it cannot be read or is no plan."""
    rendering = render(path, name=name, limit=limit)
    plan = read_plan(rendering)
    return Understanding(rendering, plan, findings(plan))


def finding_json(finding: Finding) -> dict[str, Any]:
    measure = finding.measure
    return {
        "kind": finding.kind.value,
        "severity": finding.severity.value,
        "measure": measure and {"code": measure.code, "title": measure.title, "lines": list(measure.lines)},
        "text": finding.text,
        "lines": list(finding.lines),
    }
