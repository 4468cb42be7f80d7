"""Whatever can be asked for reaches the setting that it is, from Python and from a shell alike."""

from __future__ import annotations

from dataclasses import fields, replace
from fractions import Fraction
from inspect import signature
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from avatar.cli.options import taking
from avatar.cli.say import say
from avatar.clip.options import ClipOptions, Option, SoundOptions, SpokenOptions, sorted_in, table
from avatar.clip.request import ClipRequest, Occasion, SoundRequest, default_of
from avatar.data.scene import Scene
from avatar.errors import InputError, OutputError
from avatar.settings import EMOTIONS, BackgroundSettings, FilmSettings, NetworkFile, Settings

FOLDER = Path(mkdtemp(prefix="avatar-"))
STYLE, SECOND, LEXICON = FOLDER / "style.toml", FOLDER / "second.txt", FOLDER / "lexicon.tsv"
LEXICON.write_text("重庆\tchong2 qing4\n", encoding="utf-8")
SCENE = FOLDER / "scene.json"
SCENE.write_text('{"size": [720, 720], "language": "en", "layers": []}')
STYLE.write_text("[text]\nsize = 0.06\n")
SECOND.write_text("Bonjour\n")
ASKED = {
    "voice": ("emma", "emma"),
    "language": ("fr", "fr"),
    "lexicon": (str(LEXICON), LEXICON.read_text(encoding="utf-8")),
    "speed": ("1.25", 1.25),
    "emotion": ("warm", "warm"),
    "purpose": ("research", "research"),
    "jurisdiction": ("eu", "eu"),
    "detector": ("insightface", "insightface"),
    "upscale": ("faces.pth", NetworkFile("faces.pth")),
    "upscale_by": ("4", 4),
    "upscale_area": ("frame", "frame"),
    "restore": ("GFPGANv1.4.pth", NetworkFile("GFPGANv1.4.pth")),
    "fidelity": ("0.8", 0.8),
    "matting": ("modnet", NetworkFile("modnet")),
    "device": ("cpu", "cpu"),
    "size": ("640x360", (640, 360)),
    "fps": ("30000/1001", Fraction(30000, 1001)),
    "codec": ("hevc", "hevc"),
    "background": ("#102030", BackgroundSettings("colour", (16, 32, 48))),
    "match": ("0.7", 0.7),
    "subtitles": ("file", "file"),
    "subtitles_style": (str(STYLE), STYLE.read_text()),
    "subtitles_second": (str(SECOND), SECOND.read_text()),
    "renderer": ("fomm", "fomm"),
    "network": ("vox.pth.tar", "vox.pth.tar"),
    "steady": ("0.4", 0.4),
    "face": ("2", 2),
    "head": ("0.5", 0.5),
    "blink": ("0", 0.0),
    "mouth": ("0.7", 0.7),
    "label_language": ("zh", "zh"),
    "seed": ("11", 11),
    "identity": ("0.7", 0.7),
    "channel": ("social", "social"),
    "territory": ("CN", "CN"),
    "product": ("tea", "tea"),
    "licensee": ("Acme", "Acme"),
    "scene": (str(SCENE), Scene((720, 720), "en", ())),
    "audio": ("talk.m4a", "talk.m4a"),
    "seconds": ("8-12", (8.0, 12.0)),
    "rates": ("0.9-1.1", (0.9, 1.1)),
    "speaker": ("Ana Li", "Ana Li"),
}
"""each option as it is written at a shell, and what its setting then is"""


def reached(request, option):
    """Read the setting that an option is."""
    stage, _, name = option.place.rpartition(".")
    if name == "size":
        return request.settings.film.width, request.settings.film.height
    holder = request if not stage else request.occasion if stage == "occasion" else getattr(request.settings, stage)
    return getattr(holder, name)


def test_every_option_is_tried_here():
    """A new option has to be added above, with the setting that it reaches."""
    assert list(ASKED) == list(table(ClipOptions))


@pytest.mark.parametrize("name", ASKED)
def test_an_option_reaches_its_setting_and_no_other(name):
    written, expected = ASKED[name]
    request = ClipRequest.from_options("Hello", **{name: written})
    options = table(ClipOptions)
    assert reached(request, options[name]) == expected
    usual = ClipRequest.from_options("Hello")
    others = [option for other, option in options.items() if other != name]
    assert [reached(request, option) for option in others] == [reached(usual, option) for option in others]
    assert reached(usual, options[name]) != expected


@pytest.mark.parametrize("name", [*table(SoundOptions)])
def test_an_option_of_a_sound_reaches_its_setting(name):
    written, expected = ASKED.get(name, ("rhythm", "rhythm"))
    assert reached(SoundRequest.from_options("Hello", **{name: written}), table(SoundOptions)[name]) == expected


def test_every_option_says_where_it_belongs_and_that_place_exists():
    stages = {stage.name: stage for stage in fields(Settings)}
    for name, option in table(ClipOptions).items():
        stage, _, own = option.place.rpartition(".")
        if stage == "occasion":
            assert own in {each.name for each in fields(Occasion)}, name
        elif not stage:
            assert own in {each.name for each in fields(ClipRequest)}, name
        elif own != "size":
            assert own in {each.name for each in fields(type(getattr(Settings(), stages[stage].name)))}, name


def test_no_two_options_are_called_alike_at_a_shell():
    flags = [flag for name, option in table(ClipOptions).items() for flag in option.flags or (f"--{name}",)]
    assert len(flags) == len(set(flags))


def test_a_request_without_options_is_the_usual_one():
    assert ClipRequest.from_options("Hello") == ClipRequest("Hello")
    assert SoundRequest.from_options("Hello") == SoundRequest("Hello")


@pytest.mark.parametrize("options", [ClipOptions, SoundOptions])
def test_what_a_shell_gives_where_nothing_is_said_is_the_usual_request(options):
    """Every option is given by the command line, with its default, in words."""
    maker = ClipRequest if options is ClipOptions else SoundRequest
    said = {name: default_of(options, name) for name in table(options)}
    assert maker.from_options("Hello", **said) == maker("Hello")


@pytest.mark.parametrize("name", ASKED)
def test_the_command_line_shows_the_default_that_a_request_has(name):
    shown = signature(say).parameters[name].default
    assert shown == default_of(ClipOptions, name)
    if shown is not None:
        assert ClipRequest.from_options("Hello", **{name: shown}) == ClipRequest("Hello")


def test_a_command_takes_each_option_once_and_its_own_besides():
    @taking(SpokenOptions)
    def command(text: str = "", json: bool = False, **asked: object) -> None:
        """Take what is asked for."""

    assert list(signature(command).parameters) == ["text", *table(SpokenOptions), "json"]


def test_python_may_give_values_where_a_shell_gives_words():
    python = ClipRequest.from_options("Hello", size=(640, 360), fps=29.97, speed=1.5, seed=4, mouth=0.7)
    shell = ClipRequest.from_options("Hello", size="640x360", fps="29.97", speed="1.5", seed="4", mouth="0.7")
    assert python == shell
    assert python.settings.film.fps == Fraction(30000, 1001)
    assert ClipRequest.from_options("Hello", fps=Fraction(30000, 1001), size=[640, 360]) == replace(
        ClipRequest.from_options("Hello", size="640x360", fps="29.97")
    )


@pytest.mark.parametrize(
    ("python", "shell"),
    [({"size": (641, 361)}, {"size": "641x361"}), ({"codec": "gif", "fps": 25}, {"codec": "gif", "fps": "25"})],
)
def test_what_was_rounded_is_told_in_the_same_words_to_python_and_to_a_shell(python, shell):
    one, other = ClipRequest.from_options("Hello", **python), ClipRequest.from_options("Hello", **shell)
    assert one == other
    assert len(one.notes) == 1
    assert one.notes[0].endswith(".")


def test_an_odd_size_is_rounded_down_and_a_gif_made_small():
    odd = ClipRequest.from_options("Hello", size=(641, 361))
    assert (odd.settings.film.width, odd.settings.film.height) == (640, 360)
    assert "641x361" in odd.notes[0]
    preview = ClipRequest.from_options("Hello", codec="gif", size=(960, 540))
    assert (preview.settings.film.width, preview.settings.film.height) == (480, 270)
    assert preview.settings.film.fps <= 15


def test_an_unknown_option_is_named_with_those_that_there_are():
    with pytest.raises(
        InputError, match=r"There is no option 'pitch'; use one of voice, language, lexicon, speed, "
    ) as refused:
        ClipRequest.from_options("Hello", pitch=3)
    assert all(name in str(refused.value) for name in table(ClipOptions))


def test_a_sound_has_no_options_of_pictures():
    with pytest.raises(InputError, match="no option 'size'"):
        SoundRequest.from_options("Hello", size="640x360")


@pytest.mark.parametrize("name", [name for name, option in table(ClipOptions).items() if option.kind is not str])
@pytest.mark.parametrize("value", ["much", "", "1,5", [1], {}])
def test_what_is_no_number_is_refused_with_its_name_and_the_value(name, value):
    with pytest.raises(InputError, match=f"The {name} ") as refused:
        ClipRequest.from_options("Hello", **{name: value})
    assert repr(value) in str(refused.value)
    assert "not a number" in str(refused.value)


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"speed": 0.4}, "0.4"),
        ({"speed": 2.1}, "2.1"),
        ({"mouth": 0.2}, "0.2"),
        ({"head": -0.1}, "-0.1"),
        ({"blink": 2.5}, "2.5"),
        ({"face": 0}, "0"),
        ({"seed": -1}, "-1"),
        ({"emotion": "furious"}, "furious"),
        ({"codec": "mpeg2"}, "mpeg2"),
        ({"jurisdiction": "mars"}, "mars"),
        ({"label_language": "fr"}, "fr"),
        ({"size": (64, 64)}, "64"),
        ({"size": (720,)}, "(720,)"),
        ({"size": "wide"}, "wide"),
        ({"fps": 0}, "0"),
        ({"fps": 240}, "240"),
        ({"fps": "fast"}, "fast"),
        ({"background": "nowhere.png"}, "nowhere.png"),
        ({"background": "transparent", "codec": "h264"}, "h264"),
        ({"speed": float("nan")}, "nan"),
        ({"head": float("nan")}, "nan"),
        ({"mouth": float("inf")}, "inf"),
    ],
)
def test_a_value_out_of_range_is_refused_by_name_in_a_sentence(asked, named):
    with pytest.raises(InputError) as refused:
        ClipRequest.from_options("Hello", **asked)
    assert named in str(refused.value)
    assert str(refused.value).endswith(".")


def test_the_files_ending_chooses_the_codec_and_may_not_contradict_it(tmp_path):
    assert ClipRequest.from_options("Hi", output=tmp_path / "a.webm").settings.film.codec == "vp9"
    assert ClipRequest.from_options("Hi", output=tmp_path / "a.MP4").settings.film.codec == "h264"
    assert ClipRequest.from_options("Hi", background="transparent").settings.film.codec == "vp9"
    assert ClipRequest.from_options("Hi", "x", tmp_path / "a.mov", background="transparent").settings.film.codec == (
        "prores"
    )
    with pytest.raises(OutputError, match="cannot hold the codec vp9"):
        ClipRequest.from_options("Hi", output=tmp_path / "a.mp4", codec="vp9")


def test_an_unknown_audible_label_is_refused():
    with pytest.raises(InputError, match="no audible label 'song'"):
        SoundRequest.from_options("Hello", label="song")


@settings(max_examples=40, deadline=None)
@given(
    speed=some.floats(0.5, 2),
    head=some.floats(0, 2),
    emotion=some.sampled_from(EMOTIONS),
    seed=some.integers(0, 2**32),
    size=some.tuples(some.integers(64, 1900), some.integers(64, 1000)).map(lambda pair: (2 * pair[0], 2 * pair[1])),
)
def test_equal_values_make_equal_requests_however_they_are_written(speed, head, emotion, seed, size):
    values = {"speed": speed, "head": head, "emotion": emotion, "seed": seed, "size": size}
    words = {name: str(value) for name, value in values.items()} | {"size": f"{size[0]}x{size[1]}"}
    assert ClipRequest.from_options("Hello", **values) == ClipRequest.from_options("Hello", **words)


def test_options_are_sorted_by_the_stage_that_they_belong_to():
    assert sorted_in(ClipOptions, {"speed": "2", "seed": 1, "territory": "CN"}) == {
        "speech": {"speed": 2.0},
        "": {"seed": 1},
        "occasion": {"territory": "CN"},
    }


@pytest.mark.parametrize("value", [None, "2", 2])
def test_what_is_left_open_stays_open(value):
    option = Option("face", "Which face.", kind=int, least=1)
    assert option.read("face", value) == (None if value is None else 2)


def test_a_fraction_of_a_face_is_no_number_of_one():
    """Half a face at a shell is refused; Python must not read it as a whole one either."""
    for value in ("1.5", 1.5, float("inf"), float("nan")):
        with pytest.raises(InputError, match=r"The face .* is not a number"):
            ClipRequest.from_options("Hello", face=value)
    assert ClipRequest.from_options("Hello", face=2.0).face == 2


def test_the_film_that_nobody_describes_is_that_of_its_settings():
    assert ClipRequest.from_options("Hello").settings.film == FilmSettings()
