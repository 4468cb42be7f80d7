"""Speech by espeak-ng, in a process of its own."""
