"""Who: partnerships, places, organisations, people and posts, groups and their seats, accounts and roles."""
