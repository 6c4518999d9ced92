"""What we have becomes files for others. Pure: no Django, no database."""
