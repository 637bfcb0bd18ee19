"""Keeps every chat equal to the roster: desired × observed × memory → plan → guard → apply."""
