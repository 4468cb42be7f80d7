"""One clip from request to file: what was asked for, who allows it, who says what, and what becomes of it."""
