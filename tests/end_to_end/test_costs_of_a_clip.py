"""What a clip costs does not grow with what lies in the home, and nothing is done twice."""

import sys

import pytest

import avatar


@pytest.mark.slow
@pytest.mark.parametrize("reference", ["by name", "by path"])
def test_the_photo_is_read_once(tmp_path, warm, monkeypatch, reference):
    """What was verified and admitted is what is shown, whatever becomes of the file meanwhile."""
    from avatar.portrait.store import PortraitStore

    monkeypatch.setenv("AVATAR_HOME", str(warm(tmp_path / "home", "xiaochen")))
    photo, opened, is_watched = str(PortraitStore().resolve("xiaochen")), [], True

    def watch(event, arguments):
        if is_watched and event == "open" and str(arguments[0]) == photo:
            opened.append(arguments)

    sys.addaudithook(watch)  # for good: it can only be told to look away
    avatar.stream("Hi.", portrait="xiaochen" if reference == "by name" else photo)
    is_watched = False
    assert len(opened) == 1
