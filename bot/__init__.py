"""Староста: the application, from the terminal's commands to the VK transport."""
