import numpy as np
import pytest

import avatar


@pytest.fixture(scope="session")
def speech():
    """Real speech, 6 s at 48 kHz, with a pause between two sentences."""
    said = avatar.speak(
        "Good morning, and thank you for calling. I can help you with your order, your invoice or a delivery.",
        voice="emma",
        language="en",
    )
    assert said.sample_rate == 48_000
    return said.samples[: 6 * 48_000]


@pytest.fixture(scope="session")
def rng():
    return np.random.default_rng(1)
