"""The conversation: a file is a letter of the dialogue."""
