"""What goes wrong when a file cannot be read."""


class Unreadable(Exception):
    """The file could not be read, or is not a plan.

    The message is one or two plain sentences for the person who sent it: what is wrong and what to do.
    """
