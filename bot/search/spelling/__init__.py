"""How words, names, amounts and dates are written and typed, whatever the documents say."""
