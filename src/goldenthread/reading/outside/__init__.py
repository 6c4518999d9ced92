"""Templates of others: what stands in their tables and texts, and what seems to belong where."""
