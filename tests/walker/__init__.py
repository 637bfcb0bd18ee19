"""Six people walk through the whole conversation by chance, in one school and at once."""
