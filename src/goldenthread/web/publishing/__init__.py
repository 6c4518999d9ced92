"""The forms of others: sent here once, filled every round."""
