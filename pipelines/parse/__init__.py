"""Parse: the text of mapped columns becomes typed values, one module a kind of value. Nothing is guessed, nothing raises on data."""
