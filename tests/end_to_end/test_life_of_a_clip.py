"""A clip is allowed, counted, logged and registered before anybody sees it, or it never was, and its place is free."""

from __future__ import annotations

import contextlib
import hashlib
import resource
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

import avatar
from avatar import aloud, pipeline
from avatar.api import Performance
from avatar.cli.app import app
from avatar.clip import speaking
from avatar.clip.request import ClipRequest, SoundRequest
from avatar.errors import AvatarError, InputError, OutputError, PortraitError, RefusedError
from avatar.ledger.audit import audit_folder, read_entries
from avatar.marks.registry import Registry
from avatar.marks.registry.facts import asset_id
from avatar.marks.registry.pattern_key import pattern_key
from avatar.marks.watermark import Marker, Payload
from avatar.onair.begin import asked, read_targets, station
from avatar.permission.consent import ConsentStore, ledger
from avatar.runtime.folders import Home, user_data
from avatar.settings import FilmSettings, Settings

pytestmark = pytest.mark.slow

TINY = (128, 128)
SENTENCES = "Good morning, and welcome to our branch. Please bring your passport with you next time."


@pytest.fixture
def photo(tmp_path, astronaut):
    return Path(shutil.copy(astronaut, tmp_path / "me.png"))


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch, warm, astronaut):
    monkeypatch.setenv("AVATAR_HOME", str(warm(tmp_path / "home", astronaut)))
    return tmp_path / "home"


def sign(photo, *words):
    done = CliRunner().invoke(app, ["consent", "sign", str(photo), "--self", "--yes", *words])
    assert done.exit_code == 0, done.output
    return next(each for each in ConsentStore().records() if each.type == "self")


def planned(photo, text="Hi.", size=TINY):
    return pipeline.prepare(ClipRequest(text, str(photo), "fast", settings=Settings(film=FilmSettings(*size))))


def filmed(plan, folder, name="a.mp4"):
    pipeline.film(plan, folder / name)


def made(record):
    return ConsentStore().ledger.made(record.authorization_id)


def held():
    with contextlib.closing(sqlite3.connect(user_data() / "consent" / "ledger.sqlite")) as db:
        return db.execute("SELECT COUNT(*) FROM reservations").fetchone()[0]


def logged(*what):
    return [entry for entry in read_entries(audit_folder()) if entry["what"] in what]


def nothing_lies_in(folder):
    return not [path for path in folder.iterdir() if path.suffix in {".mp4", ".json", ".wav", ".part"}]


@contextlib.contextmanager
def locked(path):
    """Hold a database as another process would."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("BEGIN EXCLUSIVE")
        yield
        db.execute("ROLLBACK")


@contextlib.contextmanager
def full_disk(size):
    """Let no file grow beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def damage_head(home):
    (home / "audit" / "head.json").write_text("x")


def lose_log(home):
    (home / "audit" / "log.jsonl").unlink()
    (home / "audit" / "log.jsonl").mkdir()


# A film.


def test_a_film_that_is_seen_was_counted_logged_and_registered(photo, tmp_path):
    record = sign(photo, "--max-outputs", "1")
    filmed(planned(photo), tmp_path)
    digest = hashlib.sha256((tmp_path / "a.mp4").read_bytes()).hexdigest()
    assert made(record) == 1
    assert [entry["output"] for entry in logged("render")] == [digest]
    assert len(Registry().by_file(digest)) == 1
    assert held() == 0


def test_a_film_cannot_appear_while_the_ledger_is_locked(photo, home, tmp_path, monkeypatch):
    monkeypatch.setattr(ledger, "_WAIT", 0.2, raising=False)
    record = sign(photo, "--max-outputs", "1")
    plan = planned(photo)
    from avatar.clip import marking

    whole = marking.mark_film
    with contextlib.ExitStack() as stack:

        def late(*arguments, **more):
            found = whole(*arguments, **more)
            stack.enter_context(locked(home / "consent" / "ledger.sqlite"))
            return found

        monkeypatch.setattr(marking, "mark_film", late)
        with pytest.raises(OutputError, match="ledger"):
            filmed(plan, tmp_path)
    assert nothing_lies_in(tmp_path)
    assert made(record) == 0
    assert not logged("render")


@pytest.mark.parametrize("harm", [damage_head, lose_log])
def test_a_film_that_cannot_be_logged_leaves_nothing_and_uses_up_no_place(photo, home, tmp_path, harm):
    record = sign(photo, "--max-outputs", "1")
    plan = planned(photo)
    harm(home)
    with pytest.raises(OutputError, match="audit"):
        filmed(plan, tmp_path)
    assert nothing_lies_in(tmp_path)
    assert (made(record), held()) == (0, 0)


def test_a_film_that_does_not_fit_on_the_disk_leaves_nothing_and_its_place_is_free(photo, tmp_path):
    record = sign(photo, "--max-outputs", "1")
    plan = planned(photo)
    with full_disk(20_000), pytest.raises(AvatarError):
        filmed(plan, tmp_path)
    assert nothing_lies_in(tmp_path)
    assert (made(record), held()) == (0, 0)
    filmed(plan, tmp_path)
    assert made(record) == 1


def unlabelled(plan, _monkeypatch):
    return replace(plan, crew=replace(plan.crew, filters=()))


def marked_as_another(plan, monkeypatch):
    monkeypatch.setattr(pipeline, "marker_of", lambda _take, size, home: Marker(pattern_key(home), Payload(1), size))
    return plan


@pytest.mark.parametrize(("harm", "lacking"), [(unlabelled, "label"), (marked_as_another, "watermark")])
def test_a_film_in_which_label_or_watermark_cannot_be_found_leaves_nothing(photo, tmp_path, monkeypatch, harm, lacking):
    record = sign(photo, "--max-outputs", "1")
    plan = planned(photo, size=(400, 400))
    with pytest.raises(AvatarError, match=f"asks for: {lacking}; it was not kept"):
        filmed(harm(plan, monkeypatch), tmp_path)
    assert nothing_lies_in(tmp_path)
    assert (made(record), held()) == (0, 0)
    assert Registry().by_content(plan.content_id) == []
    assert not logged("render")


def test_a_sound_file_that_cannot_be_logged_leaves_nothing(home, tmp_path, monkeypatch):
    avatar.record("Hi.", tmp_path / "first.wav")
    from avatar.clip import marking

    whole = marking.mark_film

    def late(*arguments, **more):
        found = whole(*arguments, **more)
        damage_head(home)
        return found

    monkeypatch.setattr(marking, "mark_film", late)
    with pytest.raises(OutputError, match="audit"):
        aloud.record(SoundRequest("Hello."), tmp_path / "a.wav")
    assert [path.name for path in tmp_path.glob("*.wav")] == ["first.wav"]


# A permission.


def test_what_is_only_prepared_holds_no_place(photo, tmp_path):
    record = sign(photo, "--max-outputs", "1")
    prepared = [planned(photo) for _ in range(3)]
    assert held() == 0
    filmed(prepared[1], tmp_path)
    assert made(record) == 1


def test_a_photo_that_cannot_be_taken_apart_uses_up_no_place(tmp_path):
    blank = tmp_path / "blank.png"
    Image.fromarray(np.full((300, 300, 3), 128, np.uint8)).save(blank)
    record = sign(blank, "--max-outputs", "1")
    for _ in range(2):
        with pytest.raises(PortraitError):
            avatar.say("Hi.", blank, tmp_path / "a.mp4", size=TINY)
    assert (made(record), held()) == (0, 0)


def test_every_film_and_every_stream_of_a_performance_counts(photo, tmp_path):
    record = sign(photo, "--max-outputs", "3")
    plan = planned(photo)
    performance = Performance(plan)
    filmed(plan, tmp_path)
    assert len(list(performance)) > 10
    assert len(list(performance.fragments())) > 2
    for again in (
        lambda: filmed(plan, tmp_path),
        lambda: list(performance),
        lambda: list(performance.fragments()),
    ):
        with pytest.raises(RefusedError, match="all 3 outputs"):
            again()
    assert made(record) == 3
    assert len(logged("render")) == 1
    assert len(logged("stream")) == 2


def test_a_permission_that_ends_before_the_film_begins_is_refused_then(photo, tmp_path):
    record = sign(photo)
    plan = planned(photo)
    performance = Performance(plan)
    assert CliRunner().invoke(app, ["consent", "revoke", record.authorization_id]).exit_code == 0
    for late in (
        lambda: filmed(plan, tmp_path),
        lambda: next(iter(performance)),
        lambda: next(performance.fragments()),
    ):
        with pytest.raises(RefusedError, match="revoked"):
            late()
    assert nothing_lies_in(tmp_path)
    assert len(logged("refuse")) == 3


def test_a_permission_is_for_one_picture_and_one_text(photo, tmp_path):
    sign(photo)
    plan, other = planned(photo), planned(photo, "Good bye.")
    stranger = replace(plan.portrait, content_hash="0" * 64)
    for swapped in (replace(plan, portrait=stranger), replace(plan, passages=other.passages)):
        with pytest.raises(RefusedError, match="another picture or text"):
            next(iter(Performance(swapped)))


def test_a_leave_that_has_ended_counts_nothing_more(photo):
    record = sign(photo, "--max-outputs", "1")
    plan = planned(photo)
    with plan.clearance.permit(plan.portrait.content_hash, plan.said) as permit:
        pass
    with pytest.raises(RefusedError, match="has ended"):
        permit.done("0" * 32, "", (), {})
    assert (made(record), logged("stream")) == (0, [])


def test_what_is_public_of_a_performance_gives_no_uncounted_picture_or_sound(photo):
    record = sign(photo, "--max-outputs", "1")
    performance = Performance(planned(photo))
    assert not {"takes", "frames", "company", "marker"} & set(dir(performance))
    with pytest.raises(InputError, match="iterate over it"):
        _ = performance.speech
    next(iter(performance))
    assert performance.speech.seconds > 0.3
    assert made(record) == 1


# A stream.


@pytest.mark.parametrize("way", [iter, lambda performance: performance.fragments()], ids=["frames", "fragments"])
def test_a_stream_that_is_closed_early_was_counted_logged_and_registered(photo, way):
    record = sign(photo, "--max-outputs", "1")
    plan = planned(photo, SENTENCES)
    stream = way(Performance(plan))
    for _ in range(3):
        next(stream)
    stream.close()
    is_live = way is not iter
    key = plan.key(plan.passages[0], 0, is_live)
    rows = Registry().by_asset(asset_id(key))
    assert {(row.kind, row.facts.content_id) for row in rows} == {("stream", plan.content_id)}
    assert {row.facts.authorization_id for row in rows} == {record.authorization_id}
    assert (made(record), held(), len(logged("stream"))) == (1, 0, 1)


def test_each_passage_of_a_stream_leads_to_its_row_before_it_is_seen(photo):
    sign(photo)
    plan = planned(photo, SENTENCES)
    performance = Performance(plan)
    assert len(plan.passages) == 2
    rows = [len(Registry().by_content(plan.content_id)) for _ in performance]
    assert rows == sorted(rows)
    assert (rows[0], rows[-1]) == (1, 2)


def test_a_stream_that_is_dropped_before_its_first_picture_uses_up_no_place(photo):
    record = sign(photo, "--max-outputs", "1")
    plan = planned(photo)
    performance = Performance(plan)
    performance.fragments().close()
    iter(performance).close()
    assert (made(record), held()) == (0, 0)
    assert len(list(performance)) > 10


def test_a_stream_that_reaches_nobody_uses_up_no_place_and_one_that_does_uses_up_one(photo, tmp_path):
    record = sign(photo, "--max-outputs", "1")
    nowhere, somewhere = "rtmp://127.0.0.1:1/live/key", str(tmp_path / "a.ts")
    with pytest.raises(OutputError, match="Nothing can be sent to rtmp"):
        on_the_air(photo, somewhere, nowhere)
    assert (made(record), held(), logged("stream")) == (0, 0, [])
    on_the_air(photo, somewhere)
    assert (made(record), held(), len(logged("stream"))) == (1, 0, 1)
    with pytest.raises(RefusedError, match="all 1 outputs"):
        on_the_air(photo, somewhere)


def on_the_air(photo, *places):
    """Send five pictures."""
    targets, _ = read_targets(places, None)
    request = asked(targets, str(photo), voice="fast", size="128x128", channel="file")
    with station(request, targets, None, Home.usual(), lambda _: None) as ready:
        assert ready.run(0.2).frames == 5


def test_nothing_is_spoken_twice(photo, monkeypatch):
    sign(photo)
    plan = planned(photo, SENTENCES)
    performance = Performance(plan)
    spoken, speak = [], speaking.Voices.speak

    def counted(self, passage):
        spoken.append(passage.name)
        return speak(self, passage)

    monkeypatch.setattr(speaking.Voices, "speak", counted)
    assert bool(performance)
    assert not spoken
    frames = list(performance)
    assert len(spoken) == 2
    assert len(list(performance)) == len(frames) == len(performance.motion)
    assert performance.speech.seconds == pytest.approx(len(frames) / performance.fps, abs=0.1)
    assert performance.timeline()["frames"] == len(frames)
    assert len(spoken) == 2
    with pytest.raises(TypeError):
        len(performance)
