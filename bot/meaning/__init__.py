"""Finding the section when the question shares no word with it. Optional: without an embedder nothing here runs."""
