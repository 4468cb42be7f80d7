import cv2
import numpy as np
import pytest
from skimage import data


@pytest.fixture(scope="session")
def photo():
    """A real picture, RGB (512, 512, 3), with plain and with detailed parts."""
    return data.astronaut()


@pytest.fixture(scope="session")
def luma(photo):
    """Its luma, limited range."""
    grey = cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY)
    return np.rint(16 + grey * (219 / 255)).astype(np.uint8)
