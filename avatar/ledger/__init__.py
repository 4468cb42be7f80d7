"""Signed memory: the audit log, the keys that sign it, and the one form of what is signed."""
