"""The values that pass between the stages: frozen and slotted; arrays that others may bring are checked when made.

Axes. Pictures and landmarks share one right-handed frame: x to the image's right, y down,
z away from the viewer (MediaPipe's order), in pixels of the portrait. Time is in seconds from
the first sample of the clip. The unit of face length is the inter-ocular distance (IOD): the
distance between the centres of the two eyes, each the mean of its corner landmarks.

Colour is RGB uint8 everywhere.
"""

from avatar.data.film import Clip, Footage, Frame, Pictures, RenderCapabilities
from avatar.data.heard import UNKNOWN_WORDS, Heard, Part
from avatar.data.label import LabelPicture
from avatar.data.motion import Keypoints, LipTrack, MotionTrack, Poise
from avatar.data.names import ARKIT_INDEX, ARKIT_NAMES, MOTION_NAMES, TONGUE_TIP
from avatar.data.portrait import (
    DetectCapabilities,
    Expression,
    Portrait,
    Pose,
    Rig,
    head_rotation,
    inter_ocular_distance,
)
from avatar.data.recording import Recording
from avatar.data.speech import CUE_KINDS, Cue, Phone, Pronunciation, Prosody, Saying, Speech, Utterance, Word
from avatar.data.voice import GENDERS, AlignCapabilities, CloneOptions, EngineOptions, VoiceCapabilities, VoiceCard

__all__ = [
    "ARKIT_INDEX",
    "ARKIT_NAMES",
    "CUE_KINDS",
    "GENDERS",
    "MOTION_NAMES",
    "TONGUE_TIP",
    "UNKNOWN_WORDS",
    "AlignCapabilities",
    "Clip",
    "CloneOptions",
    "Cue",
    "DetectCapabilities",
    "EngineOptions",
    "Expression",
    "Footage",
    "Frame",
    "Heard",
    "Keypoints",
    "LabelPicture",
    "LipTrack",
    "MotionTrack",
    "Part",
    "Phone",
    "Pictures",
    "Poise",
    "Portrait",
    "Pose",
    "Pronunciation",
    "Prosody",
    "Recording",
    "RenderCapabilities",
    "Rig",
    "Saying",
    "Speech",
    "Utterance",
    "VoiceCapabilities",
    "VoiceCard",
    "Word",
    "head_rotation",
    "inter_ocular_distance",
]
