"""What is shown of an answer, and told or offered beside it."""
