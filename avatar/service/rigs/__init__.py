"""Portraits as files for browsers that draw them: each behind an address that is signed and soon out of date."""
