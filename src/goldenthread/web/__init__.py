"""The door for people: pages in HTML."""
