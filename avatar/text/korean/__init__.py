"""Korean: numbers of both kinds, with what they count, and Latin letters by their Korean names."""
