"""What is settled of a clip before its first word, and the names that follow from it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from avatar import pipeline
from avatar.clip.request import ClipRequest, Occasion
from avatar.clip.takes import Kept, Take, marked, marker_of, span_of
from avatar.clip.timeline import Timeline
from avatar.data import ARKIT_NAMES, Footage, LipTrack, MotionTrack, Phone, Pictures, Speech, Word
from avatar.marks.registry.facts import asset_id
from avatar.settings import BackgroundSettings, FilmSettings, LipSettings, MarkSettings, MotionSettings, Settings

TEXT = "Good morning to you all. Please bring your passport and a recent bill."


@pytest.fixture(scope="module")
def plan(tmp_path_factory, warm):
    """A clip of 128 px that may be made, of which nothing has been spoken yet."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AVATAR_HOME", str(warm(tmp_path_factory.mktemp("home"), "xiaochen")))
        yield pipeline.prepare(ClipRequest(TEXT, settings=Settings(film=FilmSettings(128, 128))))


def asking(plan, **settings):
    """Ask for the same with other settings."""
    return replace(plan, request=replace(plan.request, settings=replace(plan.request.settings, **settings)))


def named(plan, first=0, **more):
    return plan.key(plan.passages[0], first, **more)


def test_a_passage_of_the_same_clip_has_the_same_name_each_time(plan):
    assert named(plan) == named(plan)
    assert len(named(plan)) == 64
    assert int(named(plan), 16) >= 0


@pytest.mark.parametrize(
    "settings",
    [
        {"lips": LipSettings(0.8)},
        {"motion": MotionSettings(emotion="warm")},
        {"motion": MotionSettings(head=0.5)},
        {"film": FilmSettings(128, 130)},
        {"film": FilmSettings(128, 128, fps=Fraction(30))},
        {"film": FilmSettings(128, 128, crf=20)},
        {"film": FilmSettings(128, 128, codec="hevc")},
        {"film": FilmSettings(128, 128, background=BackgroundSettings("colour", (0, 1, 2)))},
        {"film": FilmSettings(128, 128, background=BackgroundSettings("image", digest="d"))},
    ],
)
def test_footage_is_named_by_every_setting_that_shapes_it(plan, settings):
    assert named(asking(plan, **settings)) != named(plan)


def test_footage_is_named_by_who_is_shown_the_seed_the_label_and_how_it_is_sent(plan):
    names = {
        named(plan),
        named(replace(plan, seed=plan.seed + 1)),
        named(replace(plan, label_language="zh")),
        named(replace(plan, portrait=replace(plan.portrait, content_hash="0" * 64))),
        named(replace(plan, request=replace(plan.request, face=2))),
        named(replace(plan, request=replace(plan.request, renderer="oil"))),
        named(plan, is_live=True),
        plan.key(replace(plan.passages[0], tail=9.0), 0),
    }
    assert len(names) == 8


def test_what_a_clip_is_for_and_where_its_background_lies_is_no_part_of_the_name(plan):
    assert named(asking(plan, marks=MarkSettings("eu"))) == named(plan)
    elsewhere = replace(plan, request=replace(plan.request, occasion=Occasion("research"), portrait="b/a.jpg"))
    assert named(elsewhere) == named(plan)
    places = [
        named(asking(plan, film=FilmSettings(128, 128, background=BackgroundSettings("image", path=path, digest="d"))))
        for path in ("a.png", "b/a.png")
    ]
    assert places[0] == places[1]


def test_only_before_a_film_does_it_matter_when_a_passage_begins(plan):
    assert named(plan, 0) == named(plan, 100)
    moving = asking(plan, film=FilmSettings(128, 128, background=BackgroundSettings("video", digest="d")))
    assert named(moving, 0) != named(moving, 100)


def test_the_header_says_who_says_what_and_nothing_of_time(plan):
    header = plan.header()
    assert header["content_id"] == plan.content_id
    assert header["text"] == TEXT
    assert header["portrait"] == {"name": "xiaochen", "sha256": plan.portrait.content_hash}
    assert (header["size"], header["background"], header["emotion"]) == ([128, 128], "own", "neutral")
    assert (header["language"], header["voice"]) == ("en", plan.voices[0])
    assert "frames" not in header


def test_size_and_rate_are_those_that_were_asked_for(plan):
    assert (plan.size, plan.fps) == ((128, 128), Fraction(25))
    assert asking(plan, film=FilmSettings(640, 360, fps=Fraction(30000, 1001))).fps == Fraction(30000, 1001)


def test_a_span_lies_where_its_frames_do_and_points_to_its_footage(plan):
    new = take(plan)
    span = span_of(new, 50, plan.fps)
    assert (span.start, span.end) == (2.0, 2.2)
    assert span.asset_id == asset_id(new.key)
    assert span_of(new, 45, plan.fps).end == span.start


def test_pictures_of_a_passage_bear_a_mark_of_their_own_home(plan, tmp_path):
    def shown(home):
        image = np.full((128, 128, 3), 120, np.uint8)
        marker_of(take(plan), plan.size, home).mark(image, 0)
        return image

    np.testing.assert_array_equal(shown(plan.home.data), shown(plan.home.data))
    assert (shown(plan.home.data) != shown(tmp_path)).any()


def test_facts_of_a_film_name_what_was_allowed_and_hold_no_text(plan):
    with plan.clearance.permit(plan.portrait.content_hash, plan.said) as permit:
        facts = plan.facts(permit)
    assert facts.content_id == plan.content_id
    assert facts.portrait_sha256 == plan.portrait.content_hash
    assert facts.voices == plan.voices
    assert facts.jurisdiction == "all"
    assert facts.label
    assert facts.created.endswith("Z")
    assert {"avatar", "numpy"} <= set(facts.versions)
    assert "passport" not in str(facts.as_json())


def test_every_passage_of_the_plan_is_said_once_in_order(plan):
    said = " ".join(each.text for passage in plan.passages for each in passage.utterances)
    assert said.split() == TEXT.split()
    assert plan.passages[-1].is_last


RATE = 48_000


def take(plan, frames=5):
    weights = np.zeros((frames, len(ARKIT_NAMES)), np.float32)
    weights[:, ARKIT_NAMES.index("jawOpen")] = np.linspace(0, 0.4, frames)
    zeros = np.zeros(frames, np.float32)
    motion = MotionTrack(
        Fraction(25), weights, np.zeros((frames, 6), np.float32), np.zeros((frames, 2), np.float32), zeros, zeros
    )
    lips = LipTrack(np.zeros(1, np.float32), ("jawOpen",), np.zeros((1, 1), np.float32))
    samples = np.linspace(-0.5, 0.5, frames * RATE // 25).astype(np.float32)
    speech = Speech(samples, RATE, (Phone("a", 0.0, 0.1),), (Word("ah", 0.0, 0.1),), "en", "emma")
    return Take(named(plan), plan.passages[0], speech, lips, motion)


def pictures(frames):
    """What an encoder gives of so many frames, as far as it matters here."""
    none = np.zeros(0, np.uint8)
    return Pictures(none, np.zeros((frames, 4), np.int64), none, np.zeros(frames, np.int64), frames)


def test_a_kept_passage_writes_the_same_into_the_timeline_as_a_new_one(plan):
    """Otherwise a second film of the same text would have another timeline."""
    new = take(plan)
    footage = new.footage(pictures(len(new)))
    kept = Kept(new.key, new.passage, footage)
    documents = []
    for each in (new, kept):
        document = Timeline(Fraction(25))
        each.log(document)
        documents.append(document.document({}))
    assert documents[0] == documents[1]
    assert documents[0]["curves"]["values"][-1] == [0.4]
    assert len(new) == len(kept) == 5


def test_what_is_kept_of_sound_loses_less_than_a_bit_of_sixteen(plan):
    from avatar.clip.speaking import as_float, as_kept

    new = take(plan)
    again = as_float(as_kept(new.speech.samples))
    assert np.abs(again - new.speech.samples).max() <= 1 / 32767
    np.testing.assert_array_equal(as_float(as_kept(again)), again)
    assert isinstance(new.footage(pictures(5)), Footage)


@pytest.mark.slow
def test_a_mark_in_the_sound_of_a_passage_cannot_be_heard_and_is_the_same_each_time(plan):
    rng = np.random.default_rng(0)
    speech = replace(take(plan).speech, samples=rng.normal(0, 0.1, 2 * RATE).astype(np.float32))
    one, other = (marked(speech, named(plan), plan.home.data) for _ in range(2))
    np.testing.assert_array_equal(one.samples, other.samples)
    assert one.phones == speech.phones
    assert 0 < np.abs(one.samples - speech.samples).std() < 0.1 * speech.samples.std()
    assert (marked(speech, "f" * 64, plan.home.data).samples != one.samples).any()
