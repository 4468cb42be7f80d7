"""Each format keeps pictures, alpha, times and sound, and the ending of a name says which format it is."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from avatar.data import Frame
from avatar.errors import AvatarError, InputError, NotInstalledError, OutputError
from avatar.film import FilmWriter, check_fragments, choose_codec, encoder_states, probe
from avatar.film.formats import FORMATS
from avatar.settings import CODECS, TRANSPARENT_CODECS, BackgroundSettings, FilmSettings
from tests.films import write_film

SIZE = (192, 128)
NTSC = Fraction(30000, 1001)
CLEAR = BackgroundSettings("transparent")
OPAQUE = [
    ("a.mp4", "h264", "aac"),
    ("a.mov", "h264", "aac"),
    ("a.mkv", "h264", "aac"),
    ("a.mp4", "hevc", "aac"),
    ("a.mkv", "hevc", "aac"),
    ("a.webm", "vp9", "opus"),
    ("a.mov", "prores", "pcm_s16le"),
]
SEE_THROUGH = [("a.webm", "vp9"), ("a.mkv", "vp9"), ("a.mov", "prores")]


def film(codec, fps=NTSC, background=None):
    return FilmSettings(*SIZE, fps=fps, codec=codec, background=background or BackgroundSettings())


def moving(count, fps=NTSC):
    """A soft light that wanders over a brown ground."""
    x, y = np.meshgrid(np.arange(SIZE[0]), np.arange(SIZE[1]))
    for index in range(count):
        light = np.exp(-((x - 20 - 2 * index) ** 2 + (y - 64) ** 2) / 800)
        image = np.stack([60 + 150 * light, 40 + 120 * light, 30 + 100 * light], axis=-1)
        yield Frame(image.astype(np.uint8), index, float(index / fps))


def veiled(count, fps=NTSC):
    """The same behind a veil: clear to the left, opaque to the right, a ramp and two steps between."""
    veil = np.zeros(SIZE[0], np.uint8)
    veil[48:96], veil[96:112], veil[112:128], veil[128:] = np.linspace(0, 255, 48), 64, 192, 255
    for frame in moving(count, fps):
        alpha = np.broadcast_to(veil[None, :, None], (*frame.image.shape[:2], 1))
        yield Frame(np.concatenate([frame.image * (alpha > 0), alpha], axis=2), frame.index, frame.time)


def tone(seconds):
    times = np.arange(round(48000 * seconds)) / 48000
    return (0.5 * np.sin(2 * np.pi * 440 * times)).astype(np.float32)


def decoded(path, form="rgb24"):
    """Pictures (N, H, W, C) and their times, s; VP9's alpha is read by libvpx alone."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        reader = stream.codec_context
        if form == "rgba" and reader.name == "vp9":
            reader = av.CodecContext.create("libvpx-vp9", "r")
        frames = [
            frame for packet in container.demux(stream) for frame in reader.decode(packet if packet.size else None)
        ]
        times = [float(frame.pts * stream.time_base) for frame in frames]
    return np.stack([frame.to_ndarray(format=form) for frame in frames]), times


@pytest.mark.slow
@pytest.mark.parametrize(("name", "codec", "sound"), OPAQUE)
def test_an_opaque_film_comes_back(tmp_path, name, codec, sound):
    path = tmp_path / name
    write_film(moving(40), tone(2), path, film(codec))
    facts = probe(path)
    assert (facts.size, facts.frames, facts.video_codec, facts.audio_codec) == (SIZE, 40, codec, sound)
    assert (facts.primaries, facts.transfer, facts.matrix, facts.is_limited_range) == (1, 1, 1, True)
    assert not facts.has_alpha
    assert facts.video_seconds == pytest.approx(float(40 / NTSC), abs=0.0011)
    assert facts.audio_seconds == pytest.approx(float(40 / NTSC), abs=0.022)
    pictures, times = decoded(path)
    exactness = 0 if name.endswith(("mp4", "mov")) else 0.00051  # Matroska counts milliseconds
    assert np.abs(np.array(times) - [float(index / NTSC) for index in range(40)]).max() <= exactness
    wanted = np.stack([frame.image for frame in moving(40)])
    assert np.abs(pictures.astype(int) - wanted).mean() < 2.5


@pytest.mark.slow
@pytest.mark.parametrize(("name", "codec"), SEE_THROUGH)
def test_alpha_comes_back_within_two_levels(tmp_path, name, codec):
    path = tmp_path / name
    write_film(veiled(30), tone(1), path, film(codec, background=CLEAR))
    assert probe(path).has_alpha
    pictures, _ = decoded(path, "rgba")
    wanted = np.stack([frame.image for frame in veiled(30)])
    assert np.abs(pictures[..., 3].astype(int) - wanted[..., 3]).max() <= 2
    seen = wanted[..., 3] > 40
    assert np.abs(pictures[seen][:, :3].astype(int) - wanted[seen][:, :3]).mean() < 3


@pytest.mark.slow
@pytest.mark.parametrize("codec", TRANSPARENT_CODECS)
def test_what_is_invisible_does_not_colour_what_is_seen(tmp_path, codec):
    """Chroma is shared by four pixels: the black of clear ones must not darken the red edge of the person."""
    image = np.zeros((*SIZE[::-1], 4), np.uint8)
    image[:, 65:] = (200, 40, 40, 255)
    path = tmp_path / f"a{FORMATS[codec].endings[0]}"
    write_film((Frame(image, index, index / 25) for index in range(3)), tone(0.1), path, film(codec, background=CLEAR))
    edge = decoded(path, "rgba")[0][1][40:80, 65:67, :3].astype(int)
    assert np.abs(edge - (200, 40, 40)).max() <= 18


def test_a_film_for_quicktime_has_the_tag_that_it_knows(tmp_path):
    for name, codec, tag in (("a.mp4", "hevc", b"hvc1"), ("b.mov", "hevc", b"hvc1"), ("c.mov", "prores", b"ap4h")):
        write_film(moving(3), tone(0.1), tmp_path / name, film(codec))
        assert tag in (tmp_path / name).read_bytes()


@pytest.mark.parametrize("count", [1, 2, 5])
@pytest.mark.parametrize("codec", ["h264", "hevc", "vp9"])
def test_short_shots_join(tmp_path, codec, count):
    """Encoders give short films' pictures in unusual orders; none may be lost or misplaced at a border."""
    path = tmp_path / f"a{FORMATS[codec].endings[0]}"
    sound = np.zeros(round(count / 25 * 48000), np.float32)
    with FilmWriter(path, film(codec, Fraction(25))) as writer:
        for _ in range(4):
            writer.shoot(moving(count), sound)
    pictures, times = decoded(path)
    assert times == pytest.approx([index / 25 for index in range(4 * count)], abs=0.0006)
    wanted = np.stack([frame.image for _ in range(4) for frame in moving(count)])
    assert np.abs(pictures.astype(int) - wanted).mean() < 2.5


@pytest.mark.parametrize(("codec", "background"), [("hevc", None), ("vp9", None), ("vp9", CLEAR), ("prores", CLEAR)])
def test_a_kept_shot_gives_the_same_film(tmp_path, codec, background):
    settings, frames = film(codec, Fraction(25), background), veiled if background else moving
    sound, ending = np.zeros(15360, np.float32), FORMATS[codec].endings[0]
    with FilmWriter(tmp_path / f"a{ending}", settings) as writer:
        kept = [writer.shoot(frames(8), sound) for _ in range(2)]
    with FilmWriter(tmp_path / f"b{ending}", settings) as writer:
        for shot in kept:
            writer.insert(shot.result(), sound)
    form = "rgba" if background else "rgb24"
    one, other = (decoded(tmp_path / f"{name}{ending}", form) for name in "ab")
    assert np.array_equal(one[0], other[0])
    assert one[1] == other[1]


@pytest.mark.parametrize(("codec", "background"), [("h264", None), ("vp9", CLEAR)])
def test_the_luma_of_each_picture_can_be_marked(tmp_path, codec, background):
    settings, frames = film(codec, Fraction(25), background), veiled if background else moving
    told = []

    def mark(luma, index):
        told.append((luma.shape, index))
        luma[:, -32:] = 16

    path = tmp_path / f"a{FORMATS[codec].endings[0]}"
    with FilmWriter(path, settings) as writer:
        assert writer.keeps_luma
        for _ in range(2):
            writer.shoot(frames(3), np.zeros(5760, np.float32), mark=mark)
    assert told == [((SIZE[1], SIZE[0]), index) for index in (0, 1, 2, 0, 1, 2)]
    pictures = decoded(path, "gray")[0]
    assert pictures[:, :, -28:].mean() < 8
    assert pictures[:, :, 128:-36].mean() > 30


def test_a_film_without_luma_cannot_be_marked_so(tmp_path):
    with pytest.raises(AvatarError, match="prores"), FilmWriter(tmp_path / "a.mov", film("prores")) as writer:
        assert not writer.keeps_luma
        writer.shoot(moving(1), np.zeros(1600, np.float32), mark=lambda _luma, _index: None)


@pytest.mark.parametrize("codec", ["hevc", "vp9", "prores"])
def test_the_same_input_gives_the_same_pictures(tmp_path, codec):
    ending = FORMATS[codec].endings[0]
    for name in "ab":
        write_film(moving(12), tone(0.5), tmp_path / f"{name}{ending}", film(codec))
    assert np.array_equal(decoded(tmp_path / f"a{ending}")[0], decoded(tmp_path / f"b{ending}")[0])


def test_sound_stays_in_step_to_the_end_of_a_webm(tmp_path):
    """Opus packets and frames of 30000/1001 share no common length."""
    path, count = tmp_path / "a.webm", 300
    samples = np.zeros(round(48000 * count / NTSC), np.float32)
    clicks = [round(48000 * index / NTSC) for index in (30, 150, 290)]
    for place in clicks:
        samples[place : place + 192] = 0.9 * np.sin(2 * np.pi * 1000 * np.arange(192) / 48000)
    write_film(moving(count), samples, path, film("vp9"))
    with av.open(str(path)) as container:
        blocks = list(container.decode(audio=0))
    heard = np.concatenate([block.to_ndarray()[0] for block in blocks])
    begin = float(blocks[0].pts * blocks[0].time_base)
    click = np.sin(2 * np.pi * 1000 * np.arange(192) / 48000)
    strength = np.abs(np.correlate(heard, click, "valid"))
    for place in clicks:
        near = slice(place - 2400, place + 2400)
        found = begin + (place - 2400 + int(np.argmax(strength[near]))) / 48000
        assert found == pytest.approx(place / 48000, abs=0.002)


@pytest.mark.slow
def test_a_preview_is_silent_and_has_every_picture_in_its_colours(tmp_path):
    path, fps = tmp_path / "a.gif", Fraction(25, 2)
    write_film(moving(70, fps), tone(1), path, film("gif", fps))
    facts = probe(path)
    assert (facts.size, facts.video_codec, facts.audio_codec) == (SIZE, "gif", "")
    pictures, times = decoded(path)
    assert [later - sooner for sooner, later in pairwise(times)] == pytest.approx([0.08] * 69, abs=0.011)
    wanted = np.stack([frame.image for frame in moving(70, fps)])
    assert np.abs(pictures.astype(int) - wanted).mean() < 5


def test_a_preview_of_kept_shots_is_the_same(tmp_path):
    settings, sound = film("gif", Fraction(25, 2)), np.zeros(1, np.float32)
    with FilmWriter(tmp_path / "a.gif", settings) as writer:
        kept = [writer.shoot(moving(40), sound) for _ in range(2)]
    with FilmWriter(tmp_path / "b.gif", settings) as writer:
        for shot in kept:
            writer.insert(shot.result(), sound)
    assert (tmp_path / "a.gif").read_bytes() == (tmp_path / "b.gif").read_bytes()


@pytest.mark.parametrize(
    ("name", "codec", "is_transparent", "chosen"),
    [
        (None, None, False, "h264"),
        (None, None, True, "vp9"),
        ("a.mp4", None, False, "h264"),
        ("A.MP4", None, False, "h264"),
        ("a.webm", None, False, "vp9"),
        ("a.webm", None, True, "vp9"),
        ("a.mov", None, False, "prores"),
        ("a.mov", None, True, "prores"),
        ("a.mkv", None, True, "vp9"),
        ("a.gif", None, False, "gif"),
        ("a.mov", "h264", False, "h264"),
        ("a.mp4", "hevc", False, "hevc"),
        (None, "prores", False, "prores"),
    ],
)
def test_the_ending_chooses_and_the_codec_overrides(name, codec, is_transparent, chosen):
    output = None if name is None else Path(name)
    assert choose_codec(output, codec, is_transparent=is_transparent) == chosen


@pytest.mark.parametrize(
    ("name", "codec", "is_transparent", "fault", "cure"),
    [
        (
            "a.webm",
            "h264",
            False,
            OutputError,
            r"'a\.webm' cannot hold the codec h264; .* \.mp4, \.mov or \.mkv.*vp9\.",
        ),
        ("a.gif", "vp9", False, OutputError, r"'a\.gif' cannot hold the codec vp9; .* choose the codec gif\."),
        ("a.mp4", None, True, OutputError, r"'a\.mp4' cannot be transparent; .* \.webm or \.mov"),
        ("a.avi", None, False, OutputError, r"'a\.avi' .* end in \.mp4, \.mov, \.mkv, \.webm or \.gif"),
        ("a.mp4", "divx", False, InputError, "no codec 'divx'; choose one of h264, hevc"),
    ],
)
def test_a_contradiction_is_one_clear_sentence(name, codec, is_transparent, fault, cure):
    with pytest.raises(fault, match=cure):
        choose_codec(Path(name), codec, is_transparent=is_transparent)


@pytest.mark.parametrize("codec", ["vp9", "prores", "gif"])
def test_what_no_fragment_can_hold_is_refused(codec):
    with pytest.raises(InputError, match=f"codec {codec} is not sent in fragments; choose h264, hevc"):
        check_fragments(film(codec, Fraction(12)))


@pytest.mark.parametrize(
    ("settings", "cure"),
    [
        ({"codec": "h264", "background": CLEAR}, "h264 cannot be transparent; choose vp9 or prores"),
        ({"codec": "gif", "width": 720}, "GIF of 720 px .* choose 480 px and 15 at most"),
        ({"codec": "divx"}, "no codec 'divx'"),
    ],
)
def test_settings_that_contradict_each_other_are_refused(settings, cure):
    with pytest.raises(InputError, match=cure):
        FilmSettings(**settings)


def test_every_codec_tells_whether_it_works_here_and_none_is_replaced(tmp_path):
    states = {state.codec: state for state in encoder_states()}
    assert tuple(states) == CODECS
    assert [state.codec for state in states.values() if state.trouble and "nvenc" not in state.codec] == []
    for codec in ("h264_nvenc", "hevc_nvenc"):
        path = tmp_path / f"{codec}.mp4"
        settings = FilmSettings(256, 256, codec=codec)
        still = (Frame(np.zeros((256, 256, 3), np.uint8), index, index / 25) for index in range(5))
        if states[codec].trouble:
            own = codec.removesuffix("_nvenc")
            with pytest.raises(NotInstalledError, match=f"{codec} does not work here .* Use --codec {own}"):
                write_film(still, tone(0.2), path, settings)
            assert not path.exists()
        else:
            write_film(still, tone(0.2), path, settings)
            assert probe(path).frames == 5
