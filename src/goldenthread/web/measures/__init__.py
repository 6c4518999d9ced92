"""The pages where figures, targets, definition sheets and adoptions are kept."""
