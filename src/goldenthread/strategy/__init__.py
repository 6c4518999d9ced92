"""Why: strategies, themes, objectives, commitments, frameworks, evidence and equality impact."""
