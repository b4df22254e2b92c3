"""Compares, call by call, what two clients sent for the same steps."""
