"""A drawn hand that the hand networks take for one."""

import cv2
import numpy as np

SKIN, BEHIND, CREASE = (205, 155, 125), (70, 90, 110), (150, 105, 85)
ARM = ((300, 600), (300, 470), 100)
FINGERS = (
    ((225, 340), (185, 170), 44),
    ((275, 320), (262, 120), 46),
    ((328, 322), (338, 130), 45),
    ((378, 345), (415, 190), 38),
    ((390, 440), (490, 350), 46),
)
CREASES = (((240, 430), (345, 380)), ((235, 390), (330, 350)), ((350, 470), (360, 390)))


def drawn_hand():
    """Draw a raised left palm: (600, 600, 3)."""
    shape = np.zeros((600, 600), np.uint8)
    cv2.ellipse(shape, (300, 400), (95, 105), 0, 0, 360, 255, -1)
    for start, end, width in (ARM, *FINGERS):
        cv2.line(shape, start, end, 255, width)
    depth = np.sqrt(np.clip(cv2.distanceTransform(shape, cv2.DIST_L2, 5) / 22, 0, 1))
    light = 0.55 + 0.45 * cv2.GaussianBlur(depth, (0, 0), 3)[..., None]
    picture = np.where(shape[..., None] > 0, (np.array(SKIN) * light).astype(np.uint8), np.array(BEHIND, np.uint8))
    for start, end in CREASES:
        cv2.line(picture, start, end, CREASE, 4)
    return cv2.GaussianBlur(picture, (0, 0), 1.2)
