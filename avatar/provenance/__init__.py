"""Who may be shown, and how it is told that a clip was made: consent, keys, marks, the log.

Importing this package loads nothing; its parts are imported by name.
"""
