"""The pages on which figures are asked for, given and signed off."""
