"""Somebody's own voice in a file: read, looked at, and found again in what is said in it."""
