"""What was written to whom; and in a demonstration the mailbox that it goes to."""
