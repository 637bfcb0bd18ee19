"""Things to print and to download: bytes out, no state."""
