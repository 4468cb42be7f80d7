"""How each ARKit weight moves the skin."""
