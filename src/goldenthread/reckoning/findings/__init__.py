"""What is wrong with a plan: one set of rules on plain data, for a document and for live records alike."""

from goldenthread.reckoning.findings.facts import Finding, Kind, MeasureReference, Severity
from goldenthread.reckoning.findings.rules import findings

__all__ = ["Finding", "Kind", "MeasureReference", "Severity", "findings"]
