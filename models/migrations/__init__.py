"""Schema changes in order, made by Tortoise's own tool."""
