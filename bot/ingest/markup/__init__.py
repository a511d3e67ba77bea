"""What the marks of a text mean, whatever the document: lines, headings, tables, inline marks."""
