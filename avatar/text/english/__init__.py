"""English: numbers, units and quantities as they are said."""
