"""The networks of LivePortrait, written anew on torch so that the published files of weights fit them unchanged.

Nothing here is imported before somebody chooses that renderer: torch is an extra.
"""
