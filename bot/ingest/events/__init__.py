"""The events that a document announces."""
