"""What the documents' words and the editors' glossary say of a word."""
