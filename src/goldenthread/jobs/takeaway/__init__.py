"""One partnership, taken away whole and put back: what goes, how it is written, and how it is read again."""
