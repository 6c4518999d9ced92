"""What we ask people for, what they send, and who signs it off."""
