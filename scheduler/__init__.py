"""What runs by the clock: reading the journal, keeping chats equal to it, housekeeping."""
