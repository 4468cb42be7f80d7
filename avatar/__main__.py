"""Let `python -m avatar` do what `avatar` does."""

from avatar.cli import main

if __name__ == "__main__":
    main()
