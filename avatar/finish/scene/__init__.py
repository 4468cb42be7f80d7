"""Scenes: what stands around the person, put together frame by frame.

spoken      what is said when, and where a cue is spoken
schedule    when everything happens
easing      how far something has come
texts       letters that fit their boxes; bullets and lower_third are made of them
painting    panels, gradients, shadows; pictures are cut and framed
pieces      things with a place, a time and a way to be laid; moving are those that change in every frame
building    the pieces of a scene
stage       the picture
"""

from avatar.finish.scene.schedule import Schedule, scheduled
from avatar.finish.scene.spoken import Sentence, Spoken

__all__ = ["Schedule", "Sentence", "Spoken", "scheduled"]
