"""A home with a photo in it."""

import pytest

from tests.consents import make_home


@pytest.fixture
def home(tmp_path):
    return make_home(tmp_path)
