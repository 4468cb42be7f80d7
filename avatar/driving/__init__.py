"""A performance becomes motion: what a performer's face does in a film moves somebody else's portrait."""
