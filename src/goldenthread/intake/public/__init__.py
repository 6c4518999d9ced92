"""Public figures: which indicator of a file fills which measure, which of its places are ours, and what each row says."""
