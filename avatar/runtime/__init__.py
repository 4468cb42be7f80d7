"""What the machine needs, and nothing of the trade: folders, threads, compiled loops, archives, systems."""
