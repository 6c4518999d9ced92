"""What we do: actions and risks."""
