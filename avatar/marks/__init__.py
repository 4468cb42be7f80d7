"""How it is told that a clip was made: watermarks, labels in files, credentials, the register, and reading them."""
