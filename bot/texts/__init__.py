"""Every Russian word the bot says, by key."""
