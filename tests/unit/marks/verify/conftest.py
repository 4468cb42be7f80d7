"""One studio for all tests of this folder."""

import pytest

from tests.marked import Studio


@pytest.fixture(scope="session")
def studio(tmp_path_factory):
    return Studio(tmp_path_factory.mktemp("studio"))


@pytest.fixture(scope="session")
def clip(studio, tmp_path_factory):
    """A finished film with every mark."""
    return studio.film(tmp_path_factory.mktemp("films") / "a.mp4", studio.facts(1))
