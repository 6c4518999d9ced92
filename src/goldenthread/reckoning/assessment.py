"""Everything that is reckoned of many series at once, and of one series simply."""
