"""How far the instrument itself is off, found on films whose truth is known: tests/measure/calibrate_inspect.py."""

from __future__ import annotations

ERRORS = {
    "clip_ms": 1.0,
    "worst_5s_ms": 2.0,
    "sound_ms": 6.0,
    "opening": 0.03,
    "width": 0.03,
    "deviation_iod": 0.001,
    "drift_px": 0.16,
    "scale": 0.013,
    "yaw_sd": 0.2,
    "pitch_sd": 0.2,
    "roll_sd": 0.15,
    "vergence": 0.013,
    "brow_iod_per_frame": 0.006,
    "silence_unrest": 0.0005,
}
"""by the name of a figure, in its unit"""
GAP, WIDTH = 0.015, 0.02
"""IOD, of single looks at the lips: a sound that misses its demand by no more than that is in doubt"""
