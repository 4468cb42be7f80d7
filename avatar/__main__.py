"""Let `python -m avatar` do what `avatar` does."""

# Shapes no clip.

from avatar.cli import main

if __name__ == "__main__":
    main()
