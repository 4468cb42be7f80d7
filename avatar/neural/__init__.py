"""Run small networks: loading and checking them, and for each what comes before it and after it."""

from avatar.neural.face import FaceDetector, FaceMesh
from avatar.neural.hands import HandFinder
from avatar.neural.person import PersonSegmenter
from avatar.neural.tracking import FaceTracker

__all__ = ["FaceDetector", "FaceMesh", "FaceTracker", "HandFinder", "PersonSegmenter"]
