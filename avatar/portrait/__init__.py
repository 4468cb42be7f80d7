"""Photo to portrait: detection, landmarks, pose, matte, detail, rig; checking and keeping of portraits."""

from avatar.portrait.enroll import PhotoEnroller

__all__ = ["PhotoEnroller"]
