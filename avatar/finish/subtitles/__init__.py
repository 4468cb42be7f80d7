"""Captions in pictures: found fonts, set lines, drawn once, laid over every frame that shows them."""

from avatar.finish.subtitles.fonts import Face, Fonts, choose, is_picture

__all__ = ["Face", "Fonts", "choose", "is_picture"]
