"""The pages about who the partnership is: people, roles, posts, groups, places and decisions."""
