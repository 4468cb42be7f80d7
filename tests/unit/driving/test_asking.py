"""Nothing drives a portrait before it is known who performs, and what is said."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.cli.reenact import OF_THE_PERFORMER
from avatar.clip.options import ClipOptions, table
from avatar.data import Frame, Part
from avatar.driving.asking import asked
from avatar.errors import InputError, RefusedError
from avatar.settings import FilmSettings
from tests.films import write_film


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """A film with a sound; nobody looks at it here."""
    path = tmp_path_factory.mktemp("film") / "me.mp4"
    frames = (Frame(np.full((128, 128, 3), 9 * index, np.uint8), index, index / 25) for index in range(25))
    write_film(frames, np.zeros(48000, np.float32), path, FilmSettings(128, 128))
    return path


def test_whoever_performs_has_to_agree(film, tmp_path):
    with pytest.raises(RefusedError, match="--performer-consent"):
        asked(film, "Hello")
    with pytest.raises(InputError, match="form"):
        asked(film, "Hello", performer=tmp_path / "none.pdf")
    form = tmp_path / "form.pdf"
    form.write_bytes(b"signed")
    assert asked(film, "Hello", performer=form)[0].performer.form_sha256
    assert asked(film, "Hello", performer="self")[0].performer.kind == "self"


def test_what_is_heard_has_to_be_written_down(film):
    with pytest.raises(InputError, match="Nobody has written down"):
        asked(film, performer="self")
    driven, request = asked(film, "Hello", performer="self", speaker="Ana")
    assert not driven.is_silent
    assert (request.audio, request.text, request.speaker) == (str(film), "Hello", "Ana")
    driven, request = asked(film, performer="self", mute=True)
    assert driven.is_silent
    assert request.audio is None


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"mute": True, "text": "Hello"}, "its text is of no use"),
        ({"mute": True, "speaker": "Ana"}, "leave the speaker out"),
        ({"mute": True, "audio": "a.wav"}, "leave out mute or audio"),
        ({"seconds": 3.0, "mute": True}, "how long a webcam"),
        ({"voice": "emma", "mute": True}, "leave 'voice' out"),
        ({"driving": "webcam", "seconds": 9000.0}, "for 1 to 600 s"),
        ({"driving": "none.mp4"}, "There is no film"),
    ],
)
def test_what_does_not_go_together_is_told(film, more, sentence):
    with pytest.raises(InputError, match=sentence):
        asked(**{"driving": film, "performer": "self"} | more)


def test_a_missing_camera_is_told():
    driven, _ = asked("webcam:77", performer="self")
    with pytest.raises(InputError, match="There is no camera 77"):
        list(driven.performing.source.pictures(0.0))


def test_every_option_that_is_left_out_is_one():
    assert set(OF_THE_PERFORMER) <= set(table(ClipOptions))


def test_what_is_said_besides_the_text_is_refused():
    from types import SimpleNamespace

    from avatar.clip.driven import require_read

    def hearing(*parts):
        return SimpleNamespace(parts=parts)

    require_read(hearing(Part(0, 0.0, 4.0, 0.9), Part(-1, 4.2, 4.9, 0.0)))
    with pytest.raises(RefusedError, match=r"1\.5 s of what is said"):
        require_read(hearing(Part(0, 0.0, 4.0, 0.9), Part(-1, 4.5, 6.0, 0.0)))
    require_read(hearing(Part(0, 0.0, 4.0, 0.1)))
