"""Measure anybody's films of talking people by the same rows, so that systems can be put beside each other."""
