"""What the marks of a file say, layer by layer, and what they are worth together."""

from avatar.marks.verify.label import Plate
from avatar.marks.verify.report import LAYERS, Layer, Report
from avatar.marks.verify.verify import verify

__all__ = ["LAYERS", "Layer", "Plate", "Report", "verify"]
