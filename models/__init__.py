"""Tortoise tables: columns, constraints and indexes, no behaviour.

The first line of a table's docstring becomes an SQL comment, which Tortoise's SQLite migrations split at semicolons:
write none there.
"""
