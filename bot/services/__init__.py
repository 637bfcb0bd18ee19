"""Use cases, one file a feature; they change what is wanted, never a chat itself."""
