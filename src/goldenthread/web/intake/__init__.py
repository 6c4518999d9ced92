"""The pages that take a document in."""
