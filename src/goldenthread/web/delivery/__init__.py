"""The pages about what is done: actions, events, action points and risks."""
