"""Measures that others have defined, to adopt into a plan: files with their source and licence. No Django here."""

from goldenthread.catalogue.entries import Entry, Framework, entry_keyed, frameworks, matching

__all__ = ["Entry", "Framework", "entry_keyed", "frameworks", "matching"]
