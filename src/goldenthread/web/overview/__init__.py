"""The pages that show how a partnership stands."""
