"""What the pages are composed of."""
