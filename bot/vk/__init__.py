"""The only code that talks to VK."""
