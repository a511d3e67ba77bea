"""Sections and words as arrays on disk: written once a generation, looked up where they lie."""
