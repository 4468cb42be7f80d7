"""Japanese: readings from a dictionary, and numbers with their counters."""
