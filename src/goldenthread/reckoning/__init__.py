"""Pure arithmetic and the rules of findings, on plain data. No Django, no database."""
