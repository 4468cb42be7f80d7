"""What was made here: a signed record of every clip, found by its mark, its id or its file."""

from avatar.provenance.registry.facts import Facts, Span, asset_id
from avatar.provenance.registry.pattern_key import pattern_key
from avatar.provenance.registry.store import Entry, Registry, Soundness

__all__ = ["Entry", "Facts", "Registry", "Soundness", "Span", "asset_id", "pattern_key"]
