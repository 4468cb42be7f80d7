"""What `verify` says of films that were left alone, changed, stripped, copied or made elsewhere."""

import json
import shutil
import sqlite3

import av
import numpy as np
import pytest
from PIL import Image

from avatar.clip import marking
from avatar.errors import InputError
from avatar.ledger.keys import Signer
from avatar.marks import aigc, credentials
from avatar.marks.credentials.signers import load_manifest_signer
from avatar.marks.profiles import Provider
from avatar.marks.verify import LAYERS
from avatar.permission.consent.moments import after
from avatar.permission.consent.revoking import revoke
from tests.marked import NOW, Studio, scene

pytestmark = pytest.mark.slow


def look(path, studio, now=NOW):
    return marking.check(path, studio.folder, now)


def states(report):
    return {name: layer.state for name, layer in report.layers.items()}


def copy(clip, tmp_path, change=None):
    path = tmp_path / f"changed{clip.suffix}"
    content = clip.read_bytes()
    path.write_bytes(change(content) if change else content)
    return path


def without_manifest(content):
    """Take the C2PA box out: the first `uuid` box."""
    start = content.index(b"uuid") - 4
    size = int.from_bytes(content[start : start + 4], "big")
    # `free` instead of nothing, so that offsets stay right.
    return content[: start + 4] + b"free" + b"\0" * (size - 8) + content[start + size :]


def test_a_film_left_alone_is_trusted_in_every_layer(studio, clip):
    report = look(clip, studio)
    assert report.verdict == "trusted"
    assert report.content_id == studio.facts(1).content_id
    assert report.why == ()
    assert tuple(report.layers) == LAYERS
    assert {name for name, state in states(report).items() if state != "present"} == {"audio_watermark"}
    assert report.layers["watermark"].details["found"][0]["asset_id"] == f"{7_000_001:010x}"
    assert report.layers["label"].details["text"] == "AI生成"


@pytest.mark.parametrize("kind", ["mov", "mkv", "webm"])
def test_other_containers_are_trusted_too(studio, tmp_path, kind):
    report = look(studio.film(tmp_path / f"a.{kind}", studio.facts(2)), studio)
    assert report.verdict == "trusted", report.why
    assert states(report)["c2pa"] == ("present" if kind == "mov" else "absent")


def test_a_renamed_film_is_the_same_film(studio, clip, tmp_path):
    assert look(shutil.copy(clip, tmp_path / "other name.mp4"), studio).verdict == "trusted"


def test_one_byte_of_the_pictures(studio, clip, tmp_path):
    def flip(content):
        place = content.index(b"mdat") + 5000
        return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]

    report = look(copy(clip, tmp_path, flip), studio)
    assert report.verdict == "tampered"
    assert states(report)["c2pa"] == "invalid"
    assert states(report)["registry"] == "invalid"


def test_the_aigc_label(studio, clip, tmp_path):
    report = look(copy(clip, tmp_path, lambda content: content.replace(b'{"Label":"1"', b'{"Label":"2"')), studio)
    assert report.verdict == "tampered"
    assert states(report)["aigc"] == "invalid"
    assert states(report)["c2pa"] == "invalid"


def test_a_film_without_its_credential(studio, clip, tmp_path):
    report = look(copy(clip, tmp_path, without_manifest), studio)
    assert states(report)["c2pa"] == "absent"
    assert report.verdict == "tampered"
    assert report.content_id == studio.facts(1).content_id


def test_a_stripped_and_newly_encoded_film_is_found_again_through_its_watermark(studio, tmp_path):
    facts = studio.facts(10)
    clip, path = studio.film(tmp_path / "a.mp4", facts, (512, 512)), tmp_path / "again.mp4"
    with av.open(str(clip)) as source, av.open(str(path), "w") as target:
        stream = target.add_stream("libx264", 25, {"crf": "26"})
        stream.width, stream.height, stream.pix_fmt = 512, 512, "yuv420p"
        for frame in source.decode(video=0):
            frame.pts = None
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    report = look(path, studio)
    assert states(report) | {"audio_watermark": "absent"} == {
        "label": "present",
        "aigc": "absent",
        "c2pa": "absent",
        "watermark": "present",
        "audio_watermark": "absent",
        "registry": "invalid",
        "authorization": "present",
    }
    assert report.layers["registry"].details["found_by"] == "watermark"
    assert report.content_id == facts.content_id
    assert report.verdict == "tampered"


def test_a_film_may_have_the_sound_of_an_earlier_clip_if_its_row_says_so(studio, tmp_path, monkeypatch):
    first = studio.facts(34, 4.0, is_sound_marked=True)
    sound = studio._sound(first, 4.0)
    monkeypatch.setattr(studio, "_sound", lambda *_: sound)
    told = studio.facts(35, 4.0, is_sound_marked=True, sound_spans=first.spans)
    report = look(studio.film(tmp_path / "told.mp4", told, seconds=4.0), studio)
    assert report.verdict == "trusted", report.why
    assert report.layers["audio_watermark"].state == "present"
    untold = studio.facts(36, 4.0, is_sound_marked=True)
    report = look(studio.film(tmp_path / "untold.mp4", untold, seconds=4.0), studio)
    assert report.verdict == "tampered"
    assert "It bears the watermark of another clip." in report.why


def test_a_credential_by_somebody_else(studio, clip, tmp_path):
    path = copy(clip, tmp_path, without_manifest)
    stranger = load_manifest_signer(Provider(), "Stranger", tmp_path / "elsewhere")
    manifest = credentials.compose(studio.facts(1), {"system_version": "9", "content_id": studio.facts(1).content_id})
    credentials.attach(path, "mp4", manifest, stranger)
    report = look(path, studio)
    assert states(report)["c2pa"] == "untrusted"
    assert report.verdict == "tampered"
    assert any("somebody else" in sentence for sentence in report.why)


def test_a_label_of_ours_on_a_picture_that_is_not(studio, tmp_path):
    """A copied AIGC label is no proof: the file is not the one that was made."""
    path = tmp_path / "photo.png"
    Image.fromarray(scene((320, 320))).save(path)
    studio.film(tmp_path / "a.mp4", studio.facts(3))
    tag = aigc.read(tmp_path / "a.mp4")
    aigc.write(path, aigc.Tag.from_text(tag))
    assert look(path, studio).verdict == "tampered"


def test_a_film_of_another_installation_is_marked_and_no_more(studio, tmp_path):
    other = Studio(tmp_path / "other")
    report = look(other.film(tmp_path / "a.mp4", other.facts(4)), studio)
    assert report.verdict == "marked"
    assert states(report)["c2pa"] == "untrusted"
    assert states(report)["aigc"] == "untrusted"
    assert states(report)["registry"] == "absent"
    assert report.content_id == ""


@pytest.mark.parametrize("kind", ["png", "jpg"])
def test_a_photo_without_marks_is_not_called_genuine(studio, tmp_path, kind):
    path = tmp_path / f"photo.{kind}"
    Image.fromarray(scene((640, 480))).save(path)
    report = look(path, studio)
    assert report.verdict == "unmarked"
    assert set(states(report).values()) == {"absent"}
    text = json.dumps(report.as_json()).lower()
    assert "does not say that it is genuine" in text
    assert not any(word in text for word in ("is real", "authentic", "original"))


def test_an_unknown_label_alone_is_marked(studio, tmp_path):
    path = tmp_path / "photo.png"
    Image.fromarray(scene((320, 320))).save(path)
    aigc.write(path, aigc.signed_tag("somebody", "theirs", Signer.new()))
    report = look(path, studio)
    assert report.verdict == "marked"
    assert "theirs" not in json.dumps(report.as_json())


def test_an_authorization_that_ended_or_was_revoked(tmp_path):
    studio = Studio(tmp_path)
    clip = studio.film(tmp_path / "a.mp4", studio.facts(5))
    late = look(clip, studio, after(NOW, 2000))
    assert late.verdict == "marked"
    assert late.layers["authorization"].details["valid_at_creation"] is True
    assert late.layers["authorization"].details["valid_now"] is False
    assert look(clip, studio).verdict == "trusted"
    revoke(studio.home.store, studio.record.authorization_id, "no more")
    revoked = look(clip, studio, after(NOW, 1))
    assert revoked.verdict == "marked"
    assert revoked.layers["authorization"].details["reason"] == "revoked"


def test_a_record_that_was_swapped(tmp_path):
    studio = Studio(tmp_path)
    clip = studio.film(tmp_path / "a.mp4", studio.facts(6, record_sha256="00" * 32))
    report = look(clip, studio)
    assert states(report)["authorization"] == "invalid"
    assert report.verdict == "marked"


def test_nothing_personal_in_the_answer(tmp_path):
    studio = Studio(tmp_path)
    (studio.folder / "marks.toml").write_text('[provider]\nname = "Ana Li"\n', encoding="utf-8")
    clip = studio.film(tmp_path / "ana.mp4", studio.facts(7))
    text = json.dumps(look(clip, studio).as_json(), ensure_ascii=False)
    for word in ("Ana Li", studio.record.subject.name, studio.home.photo.content_hash, "xiaoyu", str(tmp_path)):
        assert word not in text


@pytest.mark.parametrize("content", [b"", b"hello, I am a text", b"\0" * 5000])
def test_what_is_no_medium_is_refused(studio, tmp_path, content):
    path = tmp_path / "a.mp4"
    path.write_bytes(content)
    with pytest.raises(InputError, match="is no film"):
        look(path, studio)


def test_damaged_films_get_an_answer(studio, clip, tmp_path):
    content, rng = clip.read_bytes(), np.random.default_rng(1)
    for _ in range(4):
        spoiled = bytearray(content[: int(rng.integers(2000, len(content)))])
        for place in rng.integers(40, len(spoiled), 10):
            spoiled[place] = int(rng.integers(256))
        path = tmp_path / "spoiled.mp4"
        path.write_bytes(bytes(spoiled))
        assert look(path, studio).verdict != "trusted"


@pytest.mark.parametrize(
    ("statement", "state", "verdict"),
    [
        ("DELETE FROM clips WHERE n = 1", "untrusted", "marked"),
        ("UPDATE clips SET entry = replace(entry, 'xiaoyu', 'another') WHERE n = 2", "invalid", "tampered"),
    ],
)
def test_a_registry_that_was_changed_trusts_nothing(tmp_path, statement, state, verdict):
    studio = Studio(tmp_path)
    studio.film(tmp_path / "a.mp4", studio.facts(8))
    clip = studio.film(tmp_path / "b.mp4", studio.facts(9))
    db = sqlite3.connect(studio.folder / "registry" / "clips.sqlite")
    db.execute(statement)
    db.commit()
    db.close()
    report = look(clip, studio)
    assert states(report)["registry"] == state
    assert report.verdict == verdict


def relabelled(path, tag):
    aigc.write(path, aigc.Tag.from_text(tag))
    return path


def nothing_of_ours(report, studio, facts):
    """Nobody who reads this takes the file for one of ours."""
    told = json.dumps(report.as_json())
    return not any(secret in told for secret in (facts.content_id, studio.record.authorization_id, "made here, but"))


@pytest.mark.parametrize("ending", ["png", "jpg", "wav", "mp3", "mkv"])
def test_a_signed_label_that_was_copied_into_a_strangers_file_names_nobody(studio, foreign, clip, tmp_path, ending):
    path = relabelled(foreign(tmp_path, ending), aigc.read(clip))
    report = look(path, studio)
    assert report.verdict == "tampered"
    assert report.layers["aigc"].state == "invalid"
    assert report.layers["registry"].state == "absent"
    assert report.content_id == ""
    assert nothing_of_ours(report, studio, studio.facts(1))


def test_a_strangers_credential_with_our_id_in_a_strangers_film_names_nobody(studio, foreign, tmp_path):
    path = foreign(tmp_path, "mp4")
    stranger = load_manifest_signer(Provider(), "Stranger", tmp_path / "elsewhere")
    told = {"system_version": "9", "content_id": studio.facts(1).content_id}
    credentials.attach(path, "mp4", credentials.compose(studio.facts(1), told), stranger)
    report = look(path, studio)
    assert report.verdict == "marked"
    assert report.layers["c2pa"].state == "untrusted"
    assert nothing_of_ours(report, studio, studio.facts(1))


def test_our_credential_copied_into_a_strangers_film_names_nobody(studio, foreign, clip, tmp_path):
    content, film = clip.read_bytes(), foreign(tmp_path, "mp4")
    start = content.index(b"uuid") - 4
    box = content[start : start + int.from_bytes(content[start : start + 4], "big")]
    film.write_bytes(film.read_bytes() + box)
    report = look(film, studio)
    assert report.verdict == "tampered"
    assert report.layers["c2pa"].state == "invalid"
    assert nothing_of_ours(report, studio, studio.facts(1))


def test_a_small_film_that_was_wrapped_anew_is_known_by_its_label_and_its_watermark_together(studio, tmp_path):
    """Its watermark is found where the clip that the label names has it."""
    facts = studio.facts(11)
    clip, path = studio.film(tmp_path / "a.webm", facts, (128, 128)), tmp_path / "again.webm"
    with av.open(str(clip)) as source, av.open(str(path), "w") as target:
        target.metadata.update(source.metadata)
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
    report = look(path, studio)
    assert report.content_id == facts.content_id
    assert report.verdict == "tampered"


def test_label_and_watermark_of_different_clips_are_told(studio, clip, tmp_path):
    path = studio.film(tmp_path / "a.mp4", studio.facts(12), (512, 512))
    path.write_bytes(without_manifest(path.read_bytes()))
    relabelled(path, aigc.read(clip))
    report = look(path, studio)
    assert report.verdict == "tampered"
    assert "Its marks name different clips." in report.why
    assert report.content_id == studio.facts(12).content_id
