"""A toolkit for screens with inline buttons: it knows VK's limits and nothing of schools."""
