"""What the terminal's commands do, one file a matter."""
