"""What the marks of a file say, layer by layer, and what they are worth together."""

from avatar.provenance.verify.label import Plate
from avatar.provenance.verify.report import LAYERS, Layer, Report
from avatar.provenance.verify.verify import verify

__all__ = ["LAYERS", "Layer", "Plate", "Report", "verify"]
