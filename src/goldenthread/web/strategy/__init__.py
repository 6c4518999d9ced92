"""The pages where the strategy's words, equality and the next year are kept."""
