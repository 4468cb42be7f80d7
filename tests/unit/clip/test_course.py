"""The course of a film: what is timed, what is told on the way, and what is written down at its end."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image

from avatar.clip.crew import _dice, gather, renderer_of, watermarked
from avatar.clip.passages import Passage, cut, expected_seconds, leading, main_language, whole
from avatar.clip.progress import Progress
from avatar.clip.request import ClipRequest, SoundRequest
from avatar.clip.script import read_script
from avatar.clip.shown import MEASURING, require_measuring, require_same, shown_picture
from avatar.clip.sound import IN_A_FILE, IN_MEMORY, name_sound
from avatar.clip.stopwatch import Clock
from avatar.data import Cue, Frame, Utterance
from avatar.errors import InputError, NotInstalledError, RefusedError, TextError, VoiceError
from avatar.marks.watermark import Marker, Payload
from avatar.runtime.folders import Home
from avatar.settings import BackgroundSettings, FilmSettings, MotionSettings, Settings, SpeechSettings, TextSettings
from avatar.speech.voices import default_voice

EMMA, DIEGO = default_voice("en"), default_voice("es")
NOWHERE = Path("no-home")
"""a home without a voice of its own"""


def frames(count, value=0):
    return [Frame(np.full((128, 128, 3), value, np.uint8), index, index / 25) for index in range(count)]


def test_a_stage_is_timed_even_when_it_fails():
    clock = Clock()
    with pytest.raises(ValueError, match="broken"), clock.stage("speaking"):
        raise ValueError("broken")
    assert list(clock.spent) == ["speaking"]
    assert clock.spent["speaking"] > 0


def test_a_stage_that_comes_twice_adds_up_and_keeps_its_place():
    clock = Clock()
    for name in ("speaking", "moving", "speaking"):
        before = clock.spent.get(name, 0.0)
        with clock.stage(name):
            sum(range(1000))
        assert clock.spent[name] > before
    assert list(clock.spent) == ["speaking", "moving"]


def test_frames_that_are_timed_come_through_unchanged_and_in_order():
    clock, made = Clock(), frames(5)
    assert [one is other for one, other in zip(clock.frames(made, "rendering"), made, strict=True)] == [True] * 5
    assert 0 < clock.first_frame <= clock.now()
    assert clock.spent["rendering"] <= clock.now()


def test_the_first_frame_is_that_of_the_film_not_of_each_passage():
    clock = Clock()
    list(clock.frames(frames(2), "rendering"))
    first = clock.first_frame
    list(clock.frames(frames(2), "rendering"))
    assert clock.first_frame == first


def test_frames_are_fetched_one_by_one():
    """A film is not held in memory, however many stages time it."""
    fetched = []

    def supply():
        for frame in frames(4):
            fetched.append(frame.index)
            yield frame

    passed = Clock().frames(supply(), "rendering")
    next(passed)
    assert fetched == [0]


def utterance(text, pause=0.5, language="en", **more):
    return Utterance(text, language, pause_after=pause, **more)


def passage(text="Hello there, my friend.", lead=0.4, tail=0.6):
    return Passage((utterance(text),), (EMMA,), lead, tail, "0" * 64, "", True)


class Told(list):
    def __call__(self, stage, done, total):
        self.append((stage, done, total))


def test_what_is_told_never_goes_back_and_ends_where_all_is_done():
    told = Told()
    progress = Progress([passage(), passage(), passage()], 1.0, told)
    for _ in range(3):
        progress.spoken(4)
        list(progress.counted(frames(4)))
    speaking = [done for stage, done, _ in told if stage == "speaking"]
    rendering = [(done, total) for stage, done, total in told if stage == "rendering"]
    assert speaking == [0, 1, 2, 3]
    assert [done for done, _ in rendering] == list(range(1, 13))
    assert rendering[-1] == (12, 12)
    assert all(done <= total for done, total in rendering)


def test_how_long_a_film_will_be_is_guessed_from_what_is_spoken_of_it():
    told = Told()
    progress = Progress([passage("word " * 20), passage("word " * 20)], 1.0, told)
    progress.spoken(100)
    next(progress.counted(frames(2)))
    list(progress.counted(frames(1)))
    assert told[-1] == ("rendering", 1, 200)


def test_a_passage_that_was_kept_counts_at_once():
    told = Told()
    progress = Progress([passage(), passage()], 1.0, told)
    progress.passed(50)
    assert told[-2:] == [("speaking", 1, 2), ("rendering", 50, 100)]


@given(speed=some.floats(0.5, 2), text=some.text("abc 您好", max_size=60))
def test_faster_speech_is_expected_to_be_as_much_shorter(speed, text):
    said = utterance(text)
    assert expected_seconds(said, speed) == pytest.approx(expected_seconds(said) / speed)
    assert expected_seconds(utterance(text + "a")) > expected_seconds(said)


def test_a_chinese_sign_is_expected_to_take_longer_than_a_latin_letter():
    assert expected_seconds(utterance("您好您好")) > 3 * expected_seconds(utterance("abcd"))


sentences = some.lists(
    some.builds(
        utterance,
        some.text("abcdefg ", min_size=1, max_size=120),
        some.floats(0, 1.5),
        cues=some.sampled_from([(), (Cue("nod"),), (Cue("pause"),)]),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(said=sentences)
def test_any_text_is_cut_into_passages_that_are_all_of_it(said):
    """In order, nothing twice, each naming the one before; gestures are never cut off from what follows them."""
    found = cut(said, [EMMA] * len(said), MotionSettings())
    assert [each for one in found for each in one.utterances] == said
    assert all(len(one.utterances) == len(one.cards) > 0 for one in found)
    assert [one.before for one in found] == ["", *(one.name for one in found[:-1])]
    assert [one.is_last for one in found] == [False] * (len(found) - 1) + [True]
    assert len({one.name for one in found}) == len(found)
    assert all(one.lead >= 0 and one.tail >= 0 for one in found)


@settings(max_examples=60, deadline=None)
@given(said=sentences)
def test_no_silence_is_lost_where_a_text_is_cut(said):
    """Where a passage had to end without a pause, a breath is added; all other silence is kept as it was."""
    motion = MotionSettings()
    found = cut(said, [EMMA] * len(said), motion)
    within = sum(each.pause_after for one in found for each in one.utterances[:-1])
    around = sum(one.lead + one.tail for one in found)
    asked = motion.lead_in + motion.lead_out + sum(each.pause_after for each in said)
    assert within + around >= asked - 1e-9
    assert within + around <= asked + 0.3 * (len(found) - 1) + 1e-9


def test_a_text_in_one_piece_has_all_silence_around_it_and_a_name_of_its_own():
    said = [utterance("One.", pause_before=0.2), utterance("Two.", 0.3)]
    made = whole(said, [EMMA, EMMA], MotionSettings())
    assert (made.lead, made.tail) == (pytest.approx(0.6), pytest.approx(0.9))
    assert made.is_last
    assert made.name != whole(said, [EMMA, DIEGO], MotionSettings()).name
    assert made.name == whole(said, [EMMA, EMMA], MotionSettings()).name


def test_who_leads_is_who_speaks_longest_in_all_passages_together():
    long, short = utterance("a" * 50), utterance("b" * 40, language="es")
    one = Passage((long, short), (EMMA, DIEGO), 0, 0, "0", "", False)
    two = replace(one, utterances=(short,), cards=(DIEGO,))
    assert leading([one]) == ("en", EMMA.name)
    assert leading([one, two]) == ("es", DIEGO.name)
    assert main_language([long, short]) == "en"


def test_a_script_tells_its_languages_and_voices_and_drops_the_marks_for_the_face():
    script = read_script(
        "Good to see you! [nod] Buenos días, mi querido amigo de España.", TextSettings(), NOWHERE, None
    )
    assert script.languages == {"en", "es"}
    assert script.voices == (DIEGO.name,), "one person has one voice"
    assert "[nod]" not in script.text
    assert len(script.cards) == len(script.utterances)
    assert script.language in script.languages


def test_a_script_without_a_word_and_a_voice_that_nobody_has_are_refused():
    with pytest.raises(TextError):
        read_script(" [nod] ", TextSettings(), NOWHERE, None)
    with pytest.raises(VoiceError, match="nobody"):
        read_script("Hello.", TextSettings(), NOWHERE, "nobody")


def test_a_wanted_voice_that_lacks_a_language_is_told():
    script = read_script("Hello there, how are you? 您好，我是小陈。", TextSettings(), NOWHERE, "emma")
    assert len(script.warnings) == 1
    assert "'emma'" in script.warnings[0]


def test_a_script_in_one_piece_says_the_same_as_in_passages():
    script = read_script("One long sentence comes first. Then there is another one.", TextSettings(), NOWHERE, None)
    pieces = script.passages(MotionSettings(), 1.0)
    assert [each for one in pieces for each in one.utterances] == list(script.in_one(MotionSettings()).utterances)


def test_random_motion_depends_on_seed_and_passage_and_on_nothing_else():
    one, other = "1" * 64, "2" * 64

    def drawn(*dice):
        return _dice(*dice).random()

    assert drawn(7, one) == drawn(7, one)
    assert len({drawn(7, one), drawn(8, one), drawn(7, other), drawn(7, one, 1)}) == 4


def test_watermarks_leave_transparency_as_it_is_and_change_pixels_in_place():
    rng = np.random.default_rng(0)
    image = rng.integers(0, 255, (128, 128, 4), np.uint8)
    before = image.copy()
    marker = Marker(b"k" * 32, Payload(5), (128, 128))
    (frame,) = watermarked(iter([Frame(image, 0, 0.0)]), marker, 0)
    assert frame.image is image
    assert (image[..., 3] == before[..., 3]).all()
    assert (image[..., :3] != before[..., :3]).any()
    assert np.abs(image.astype(int) - before).max() < 20


def test_the_watermark_of_a_passage_does_not_depend_on_its_place_in_the_film():
    """Kept footage is put into another film at another time."""

    def marked(first):
        image = np.full((128, 128, 3), 120, np.uint8)
        marker = Marker(b"k" * 32, Payload(5), (128, 128))
        return next(watermarked(iter([Frame(image, first + 3, 0.0)]), marker, first)).image

    assert (marked(0) == marked(100)).all()


def gathered(request):
    return gather(request, "en", renderer_of(request, Home.usual()))


def test_an_unknown_renderer_is_refused_before_anything_is_made():
    with pytest.raises(NotInstalledError, match="no reenact backend 'oil'"):
        gathered(ClipRequest("Hello", renderer="oil"))


def test_the_label_is_the_last_thing_that_is_put_on_a_picture():
    """What is behind the person is drawn with them, and can cover nothing."""
    film = FilmSettings(128, 128, background=BackgroundSettings("colour", (0, 90, 0)))
    crew = gathered(ClipRequest("Hello", settings=Settings(film=film)))
    assert [type(each).__name__ for each in crew.filters] == ["LabelFilter"]
    assert type(crew.draw).__name__ == "Setting"


def test_the_picture_that_is_shown_is_the_one_that_was_admitted():
    require_same("a", "a", "me.jpg")
    with pytest.raises(RefusedError, match=r"me\.jpg.*was changed"):
        require_same("a", "b", "me.jpg")


def test_a_variant_is_shown_to_be_measured_and_for_nothing_else():
    require_measuring("", "advertising")
    require_measuring("dark", MEASURING)
    with pytest.raises(RefusedError, match="'advertising'"):
        require_measuring("dark", "advertising")


def test_a_sound_is_named_by_all_that_shapes_it_and_by_nothing_else():
    script = read_script("Hello there.", TextSettings(), NOWHERE, None)
    usual = SoundRequest("Hello there.")
    named = name_sound(usual, script, IN_A_FILE)
    assert named == name_sound(usual, script, IN_A_FILE)
    assert len(named) == 32
    faster = replace(usual, settings=Settings(speech=SpeechSettings(speed=1.2)))
    other_voice = replace(script, cards=(default_voice("en", "male"),))
    names = {
        named,
        name_sound(faster, script, IN_A_FILE),
        name_sound(usual, other_voice, IN_A_FILE),
        name_sound(usual, script, IN_MEMORY),
        name_sound(usual, script, IN_A_FILE, label="rhythm"),
        name_sound(replace(usual, text="Hello."), script, IN_A_FILE),
    }
    assert len(names) == 6
    wider = replace(usual, settings=Settings(film=FilmSettings(width=1280)))
    assert name_sound(wider, script, IN_A_FILE) == named


def test_a_rate_in_a_name_is_exact():
    """29.97 and 30000/1001 are the same film, 30 is another."""
    from avatar.clip.naming import derive_key

    assert derive_key({"fps": Fraction(30000, 1001)}) != derive_key({"fps": Fraction(30)})
    with pytest.raises(TypeError, match="no canonical form for set"):
        derive_key({"fps": {30}})


@pytest.mark.parametrize("seconds", [-0.1, 61, float("nan")])
def test_silence_around_a_text_is_neither_negative_nor_endless(seconds):
    for edge in ("lead_in", "lead_out"):
        with pytest.raises(InputError, match=edge):
            MotionSettings(**{edge: seconds})


@pytest.fixture
def source(tmp_path):
    """A picture that was read once, and the hash of what it shows."""

    from avatar.portrait.cards import read_source
    from avatar.portrait.read import read_photo

    path = tmp_path / "me.png"
    Image.fromarray(np.random.default_rng(0).integers(0, 255, (90, 60, 3), np.uint8)).save(path)
    return read_source(path), read_photo(path).content_hash


def test_a_picture_that_is_shown_as_it_is_is_the_one_that_was_read(source):
    with shown_picture(*source) as (picture, shown_hash):
        assert picture is source[0]
        assert shown_hash == source[1]


def test_a_variant_is_made_of_what_was_admitted_in_a_folder_that_is_gone_afterwards(source, tmp_path):
    from avatar.portrait.read import read_photo

    with shown_picture(*source, "mirrored") as (place, shown_hash):
        photo = read_photo(place)
        assert photo.content_hash == shown_hash != source[1]
        assert place.parent != tmp_path
        np.testing.assert_array_equal(photo.pixels[:, ::-1], read_photo(source[0].path).pixels)
    assert not place.exists()
    assert not place.parent.exists()


def test_a_variant_of_a_picture_that_was_not_admitted_is_refused(source):
    with pytest.raises(RefusedError, match="was changed"), shown_picture(source[0], "0" * 64, "dark"):
        pass


def test_a_picture_that_is_swapped_after_it_was_read_is_still_the_one_that_was_read(source):
    Image.new("RGB", (60, 90), "red").save(source[0].path)
    with shown_picture(*source, "grey") as (_, shown_hash):
        assert shown_hash != source[1]


def spoken(words=3, seconds=1.2):
    from avatar.data import Phone, Speech, Word

    times = np.linspace(0.1, seconds - 0.1, words + 1)
    phones = tuple(Phone("a", start, end, word=i) for i, (start, end) in enumerate(pairwise(times)))
    said = tuple(Word("ah", start, end) for start, end in pairwise(times))
    return Speech(np.zeros(round(seconds * 16_000), np.float32), 16_000, phones, said, "en", EMMA.name)


def test_a_passage_moves_the_same_for_the_same_seed_and_names_and_joins_the_one_before():
    crew, speech = gathered(ClipRequest("Hello")), spoken()
    lips = crew.shaper.shape(speech.phones, speech.seconds)
    one, two = "1" * 64, "2" * 64

    def moved(seed, before, name, is_last):
        return crew.move(lips, speech, Fraction(25), seed, (before, name, is_last))

    first, again = moved(7, "", one, False), moved(7, "", one, False)
    np.testing.assert_array_equal(first.head, again.head)
    assert (first.head != moved(8, "", one, False).head).any()
    second = moved(7, one, two, True)
    assert np.abs(first.head[-1] - second.head[0])[:3].max() < 0.01  # rad
