"""A clip's timeline goes out, is edited and comes back as a clip: what was changed is seen, and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import avatar
from avatar.clip.footage import FootageStore
from avatar.clip.marking import check
from avatar.data import Cue
from avatar.inspection import inspect_clip
from avatar.marks.registry import Registry
from tests.scores import HELLO, with_sound

pytestmark = pytest.mark.slow

SEALED, OPEN = 0.012, 0.05
"""IOD: as the inspection sees it"""


@pytest.fixture(scope="module")
def home(tmp_path_factory, warm):
    place = warm(tmp_path_factory.mktemp("home"), "xiaochen")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AVATAR_HOME", str(place))
        yield place


@pytest.fixture(scope="module")
def clip(home, tmp_path_factory):
    """A clip with one bilabial, in a word that leaves it room."""
    place = tmp_path_factory.mktemp("clip") / "apart.mp4"
    return avatar.say("Say the word apart.", "xiaochen", place, voice="emma", size=(384, 384))


def told(clip):
    return json.loads(Path(clip.timeline).read_text(encoding="utf-8"))


def motion(clip):
    document = told(clip)
    return np.concatenate([np.array(document[name]["values"]) for name in ("curves", "motion")], axis=1)


def gaps(clip):
    """What a detector sees between the lips, by time."""
    curves = inspect_clip(Path(clip.video)).curves
    return lambda start, end: curves.opening[(curves.times >= start) & (curves.times <= end)]


def later(score, seconds):
    """Let the p of "apart" come so much later: the vowel before it lasts, and the rest of the word gives way."""
    phones = list(score.phones)
    index = next(number for number, phone in enumerate(phones) if phone.ipa == "p")
    place, last = phones[index], phones[-1].end
    start, end = round(place.start + seconds, 4), round(place.end + seconds, 4)
    phones[index - 1] = replace(phones[index - 1], end=start)
    phones[index] = replace(place, start=start, end=end)
    edges = np.linspace(end, last, len(phones) - index).round(4)
    for number, phone in enumerate(phones[index + 1 :]):
        phones[index + 1 + number] = replace(phone, start=float(edges[number]), end=float(edges[number + 1]))
    return replace(score, phones=tuple(phones)), place


@pytest.fixture(scope="module")
def moved(clip, tmp_path_factory):
    """The same clip with its bilabial 0.4 s later, by way of the file that people edit."""
    folder = tmp_path_factory.mktemp("moved")
    score, place = later(avatar.read_timeline(clip.video), 0.4)
    avatar.write_timeline(score, folder / "apart.toml")
    made = avatar.render(folder / "apart.toml", output=folder / "moved.mp4")
    return made, place, score


def test_what_is_not_changed_is_rendered_as_it_was(clip, tmp_path):
    avatar.write_timeline(avatar.read_timeline(clip.video), tmp_path / "same.toml")
    same = avatar.render(tmp_path / "same.toml", output=tmp_path / "same.mp4")
    before, after = told(clip), told(same)
    for name in ("words", "phones", "cues", "text", "language", "voice", "seed", "size", "frames", "fps"):
        assert after[name] == before[name]
    assert np.array_equal(motion(same), motion(clip))


def test_changed_times_stand_in_the_new_timeline_exactly(moved):
    made, _, score = moved
    written = [(each["ipa"], each["start"], each["end"]) for each in told(made)["phones"]]
    assert written == [(phone.ipa, phone.start, phone.end) for phone in score.phones]


def test_a_bilabial_that_is_moved_moves_the_seal_that_is_seen(clip, moved):
    made, place, _ = moved
    before, after = gaps(clip), gaps(made)
    old, new = (place.start, place.end), (place.start + 0.4, place.end + 0.4)
    assert before(old[0] - 0.04, old[1] + 0.06).min() < SEALED
    assert after(new[0] - 0.04, new[1] + 0.06).min() < SEALED
    assert before(new[0] - 0.08, new[1] + 0.04).min() > SEALED
    assert after(old[0] - 0.04, old[1] + 0.06).min() > OPEN


def test_head_eyes_and_the_lips_elsewhere_stay_as_they_were(clip, moved):
    made, place, _ = moved
    names = told(clip)["curves"]["names"] + told(clip)["motion"]["names"]
    difference = np.abs(motion(made) - motion(clip))
    elsewhere = [names.index(name) for name in ("headYaw", "headPitch", "gazeRight", "eyeBlinkLeft", "browInnerUp")]
    assert difference[:, elsewhere].max() == 0
    assert difference[: int((place.start - 0.5) * 25)].max() < 1e-3


def test_it_bears_every_mark_and_its_sound_that_of_the_first_clip(clip, moved, home):
    made, *_ = moved
    report = check(Path(made.video), home)
    assert (report.verdict, report.why) == ("trusted", ())
    first, second = (Registry(home).by_content(each.content_id)[0].facts for each in (clip, made))
    assert {span.asset_id for span in second.sound_spans} == {span.asset_id for span in first.spans}
    assert second.voices == first.voices == ("emma",)
    found = {entry.facts.content_id for entry in Registry(home).by_asset(first.spans[0].asset_id)}
    assert found >= {clip.content_id, made.content_id}
    assert Registry(home).check().is_whole


def test_visemes_and_cues_are_rendered_as_they_are_given(clip, tmp_path):
    score = avatar.read_timeline(clip.video)
    index = next(number for number, phone in enumerate(score.phones) if phone.ipa == "p")
    phones = list(score.phones)
    phones[index] = replace(phones[index], viseme="open vowel")
    cues = (Cue("blink", 1.0, 2, 1.0),)
    made = avatar.render(replace(score, phones=tuple(phones), cues=cues), output=tmp_path / "open.mp4")
    assert told(made)["phones"][index]["viseme"] == "open vowel"
    assert told(made)["cues"] == [{"kind": "blink", "amount": 1.0, "time": 1.0}]
    assert gaps(made)(phones[index].start, phones[index].end).min() > OPEN
    names = told(made)["curves"]["names"] + told(made)["motion"]["names"]
    lids = names.index("eyeBlinkLeft")
    assert motion(made)[24:27, lids].max() > 0.95
    assert motion(clip)[24:27, lids].max() < 0.5


def test_another_portrait_performs_the_same(clip, tmp_path, warm, home):
    warm(home, "marco")
    made = avatar.render(clip.video, "marco", tmp_path / "marco.mp4", size=(256, 256))
    assert told(made)["portrait"]["name"] == "marco"
    assert np.array_equal(motion(made), motion(clip))


def test_another_mood_moves_anew(clip, tmp_path):
    made = avatar.render(clip.video, output=tmp_path / "warm.mp4", emotion="cheerful", size=(256, 256))
    assert told(made)["emotion"] == "cheerful"
    assert np.abs(motion(made) - motion(clip)).max() > 0.1


def test_a_timeline_of_sounds_alone_is_performed_with_any_recording(home, tmp_path):
    (tmp_path / "a.toml").write_text(
        'phones = [[0.3, 0.5, "m"], [0.5, 0.8, "a"], [0.8, 0.9, "p"], [0.9, 1.3, "a"]]', encoding="utf-8"
    )
    sound = with_sound(tmp_path / "sound")
    made = avatar.render(tmp_path / "a.toml", output=tmp_path / "a.mp4", audio=sound, size=(256, 256))
    assert made.seconds == 2.0
    assert any("nobody" in each.lower() for each in made.warnings), "nobody has read what it says"
    facts = Registry(home).by_content(made.content_id)[0].facts
    assert facts.sound_spans == ()
    assert facts.voices[0].startswith("recording:")
    assert check(Path(made.video), home).verdict == "trusted"
    before = gaps(made)
    assert before(0.78, 0.96).min() < SEALED
    assert before(0.6, 0.7).min() > OPEN


def test_only_the_passage_that_was_changed_is_filmed_anew(home, tmp_path):
    text = "Good morning, and welcome to our branch in the city.\n\nPlease bring your passport when you come to see us."
    first = avatar.say(text, "xiaochen", tmp_path / "a.mp4", voice="emma", size=(256, 256))
    once = avatar.render(first.video, output=tmp_path / "b.mp4")
    kept = FootageStore().usage().passages
    score = avatar.read_timeline(once.video)
    last = replace(score.phones[-1], viseme="bilabial")
    twice = avatar.render(replace(score, phones=(*score.phones[:-1], last)), output=tmp_path / "c.mp4")
    assert FootageStore().usage().passages == kept + 1
    assert np.array_equal(motion(twice)[: once.frames // 3], motion(once)[: once.frames // 3])


def test_a_word_of_its_own_text_is_judged(home, tmp_path):
    with pytest.raises(avatar.AvatarError, match="rule"):
        avatar.render(
            replace(HELLO, text="我是公安局的警察，请把您的验证码告诉我，并把钱转到安全账户。", frames=0),
            output=tmp_path / "a.mp4",
            audio=with_sound(tmp_path / "sound"),
        )
    assert not (tmp_path / "a.mp4").exists()
