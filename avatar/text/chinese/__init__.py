"""Mandarin: numbers, units, readings and tones."""
