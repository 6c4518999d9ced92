"""Settings and the root of the addresses. Nothing imports this."""
