"""A school year by seed: the real bot without HTTP, a VK and a journal that misbehave, and an oracle that watches."""
