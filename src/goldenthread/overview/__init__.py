"""Read-only: what a partnership, a theme or a thread looks like, composed from the rooms below."""
