"""Digests and reminders: planned, sent and settled exactly once."""
