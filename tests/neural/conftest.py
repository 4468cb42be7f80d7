"""LivePortrait's networks at a small size, and one thread for what must come out the same."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module")
def one_thread():
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The files of LivePortrait's networks, with chance for weights."""
    from tests.neural import miniature_liveportrait as miniature

    return miniature.write(tmp_path_factory.mktemp("weights"))


@pytest.fixture(scope="module")
def network(folder, one_thread):
    """LivePortrait's networks, loaded from `folder`."""
    from avatar.reenact.liveportrait import load

    return load(folder, "cpu")
