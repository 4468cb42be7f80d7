"""Marking a film: all layers in their order, checked before the film appears."""

import json
import shutil
import subprocess
import sys

import numpy as np
import pytest
import soundfile

from avatar.clip import marking
from avatar.errors import AvatarError
from avatar.marks import aigc
from avatar.marks.registry import Registry
from tests.marked import NOW, Studio


@pytest.mark.slow
def test_a_film_that_lacks_what_the_jurisdiction_asks_for_never_appears(studio, tmp_path):
    path = tmp_path / "a.mp4"
    with pytest.raises(AvatarError, match="lacks what the jurisdiction 'all' asks for: watermark"):
        studio.film(path, studio.facts(21, spans=()))
    with pytest.raises(AvatarError, match="asks for: label"):
        studio.film(path, studio.facts(22, label="", jurisdiction="kr"))
    assert list(tmp_path.iterdir()) == []
    assert Registry(studio.folder).by_content(f"{21:032x}") == []


@pytest.mark.slow
def test_where_no_watermark_is_asked_for_it_may_lack(studio, tmp_path):
    path = studio.film(tmp_path / "a.mp4", studio.facts(23, spans=(), jurisdiction="us-ca"))
    assert marking.check(path, studio.folder, NOW).verdict == "trusted"


@pytest.mark.slow
def test_the_disclosure_names_provider_system_version_time_and_id(studio, tmp_path):
    path = studio.film(tmp_path / "a.mkv", studio.facts(24, jurisdiction="us-ca"))
    told = json.loads(aigc.read_key(path, marking.DISCLOSURE))
    assert list(told) == ["provider", "system", "system_version", "created", "content_id"]
    assert all(told.values())
    assert told["created"] == studio.facts(24).created


@pytest.mark.slow
def test_a_gif_carries_label_and_credential_but_not_its_watermark_for_sure(studio, tmp_path):
    path = studio.film(tmp_path / "a.gif", studio.facts(25, spans=(), jurisdiction="cn"))
    assert aigc.Tag.from_text(aigc.read(path)).produce_id == f"{25:032x}"
    report = marking.check(path, studio.folder, NOW)
    assert report.verdict == "trusted", report.why


@pytest.mark.parametrize("kind", ["wav", "mp3"])
def test_a_sound_bears_its_marks_too(studio, tmp_path, kind):
    path = tmp_path / f"a.{kind}"
    sound = np.random.default_rng(0).standard_normal(48_000) * 0.05
    soundfile.write(path, sound, 48_000)
    marking.mark_film(path, studio.facts(27, spans=(), jurisdiction="cn"), studio.folder)
    report = marking.check(path, studio.folder, NOW)
    assert report.verdict == "trusted", report.why
    assert report.layers["c2pa"].state == "present"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert marking.check(path, studio.folder, NOW).verdict == "tampered"


@pytest.mark.slow
def test_a_recording_of_a_stream_is_found_again(studio, tmp_path):
    facts = studio.facts(28, jurisdiction="us-ny")
    recording = studio.film(tmp_path / "a.mkv", studio.facts(29, spans=facts.spans, jurisdiction="us-ny"))
    other = Studio(tmp_path / "other")
    marking.mark_stream(facts, other.folder)
    shutil.copy2(studio.folder / "keys" / "watermark.key", other.folder / "keys" / "watermark.key")
    report = marking.check(recording, other.folder, NOW)
    assert report.content_id == facts.content_id
    assert report.layers["registry"].details["found_by"] == "watermark"


@pytest.mark.slow
def test_the_same_clip_made_twice_is_one_id_and_two_files(studio, tmp_path):
    first = studio.film(tmp_path / "a.mp4", studio.facts(26))
    second = studio.film(tmp_path / "b.mp4", studio.facts(26))
    assert first.read_bytes() != second.read_bytes()
    assert len(Registry(studio.folder).by_content(f"{26:032x}")) == 2
    for path in (first, second):
        assert marking.check(path, studio.folder, NOW).verdict == "trusted"


@pytest.mark.slow
def test_nothing_of_it_is_loaded_before_the_end():
    """Neither the command line nor the pipeline loads C2PA, cryptography's certificates at its start."""
    loaded = "[name for name in ('c2pa',) if name in sys.modules]"
    code = f"import sys, avatar.cli.app, avatar.pipeline, avatar.clip.marking; print({loaded})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
