"""Finding the section that answers, however the question is typed."""
