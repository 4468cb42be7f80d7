"""Questions and answers from a file, found again by whatever words somebody asks in."""
