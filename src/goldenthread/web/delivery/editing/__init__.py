"""The forms about what is done: each loads, hands over to `web.editing`, and calls one operation."""
