"""A file becomes text, tables and cells that know their lines; then a plan. No Django, no database."""
