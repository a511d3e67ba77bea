"""Which sections may answer, and in which order."""
