"""A portrait that was given another's face talks, says whom it is made of, and ends when one of them says so."""

import json
import shutil

import pytest
from typer.testing import CliRunner

from avatar.cli.app import app
from avatar.errors import AvatarError
from avatar.ledger.audit import audit_folder, read_entries
from avatar.runtime.folders import shipped


@pytest.fixture
def home(tmp_path, monkeypatch, warm):
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path / "home"))
    return warm(tmp_path / "home", "xiaochen", "amara")


def shell(*words, code=0):
    done = CliRunner().invoke(app, [str(each) for each in words])
    fault = done.exception if isinstance(done.exception, AvatarError) else None
    assert (fault.exit_code if fault else done.exit_code) == code, done.output
    return str(fault) if fault else done.stdout.strip()


@pytest.mark.slow
def test_from_two_who_agree_to_a_clip_and_to_its_end(home, tmp_path):
    # A photo of one's own, as it were: a shipped one with a pixel that differs, which no record covers.
    import numpy as np
    from PIL import Image

    with Image.open(shipped("portraits") / "xiaochen" / "portrait.jpg") as photo:
        pixels = np.asarray(photo.convert("RGB")).copy()
    pixels[0, 0] ^= 1
    me = tmp_path / "me.png"
    Image.fromarray(pixels).save(me)
    edit = ("portrait", "edit", "amara", "--face", me, "--name", "anna")
    assert "--edit likeness" in shell(*edit, code=3)
    shell("consent", "sign", me, "--self", "--yes")
    assert "does not allow its face on somebody else" in shell(*edit, code=3)
    record = shell("consent", "sign", me, "--self", "--yes", "--edit", "likeness", "--keep-until", "2090-01-01")
    made = json.loads(shell(*edit, "--json"))
    assert made["likeness"]["source"] > made["likeness"]["target"]
    assert set(made["parents"]) == {"likeness", "body"}
    shown = shell("consent", "show", "anna")
    assert f"made of: likeness of the photo {made['parents']['likeness'][:8]}" in shown
    assert "photo kept until: 2090-01-01" in shown

    say = ("say", "--portrait", "anna", "--size", "256x256", "--voice", "fast", "-o", tmp_path / "anna.mp4")
    shell(*say, "Hello.")
    verified = json.loads(shell("verify", tmp_path / "anna.mp4", "--json"))
    assert verified["verdict"] == "trusted"
    assert len(verified["layers"]["registry"]["parents"]) == 2
    assert "made of: likeness" in shell("verify", tmp_path / "anna.mp4")
    actions, ingredients = manifest(tmp_path / "anna.mp4")
    assert [each["action"] for each in actions][:2] == ["c2pa.created", "c2pa.edited"]
    named = {f"sha256:{each}" for each in made["parents"].values()}
    assert named < {each["instance_id"] for each in ingredients}
    (entry,) = (each for each in read_entries(audit_folder()) if each["what"] == "portrait.edit")
    assert entry["details"]["likeness_authorization"] == record
    assert entry["details"]["body"] == made["parents"]["body"]

    shell("consent", "revoke", record)
    assert "whose face it shows" in shell(*say, "Again.", code=3)
    assert (
        json.loads(shell("verify", tmp_path / "anna.mp4", "--json", code=3))["layers"]["authorization"]["reason"]
        == "revoked"
    )
    shell("consent", "sign", made["path"], "--self", "--yes")
    assert "is not authorized" in shell(*say, "Again.", code=3)
    shutil.rmtree(home)


def manifest(path):
    """Give the actions and the ingredients that a file's credential names."""
    import c2pa

    with c2pa.Reader("video/mp4", path.open("rb")) as reader:
        store = json.loads(reader.json())
    found = store["manifests"][store["active_manifest"]]
    (actions,) = (each for each in found["assertions"] if each["label"].startswith("c2pa.actions"))
    return actions["data"]["actions"], found["ingredients"]
