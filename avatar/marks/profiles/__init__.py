"""What the places ask of a mark, as data; and who makes the clips here."""

from avatar.marks.profiles.profile import ALL, Profile, load_profile, profile_names
from avatar.marks.profiles.provider import OwnSigner, Provider, load_provider

__all__ = ["ALL", "OwnSigner", "Profile", "Provider", "load_profile", "load_provider", "profile_names"]
