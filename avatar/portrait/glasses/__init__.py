"""Glasses: finding them, their lines, holding them still, and what is seen through them."""
