"""SMS gateways, one a file."""
