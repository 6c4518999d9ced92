"""What we know goes out: in the forms that others send."""
