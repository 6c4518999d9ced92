"""A document becomes a reviewed draft, and the draft becomes records."""
