"""A video that was given another face says whom it shows, keeps what is said in it, and leads nowhere without leave."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

import avatar
from avatar.cli.app import app
from avatar.errors import AvatarError, InputError, NotInstalledError, RefusedError
from avatar.identity.texture import TextureEmbedder
from avatar.ledger.audit import audit_folder, read_entries
from avatar.swapping import making
from avatar.swapping.video import open_video


@pytest.fixture(scope="module")
def home(tmp_path_factory, warm):
    return warm(tmp_path_factory.mktemp("swap") / "home", "xiaochen", "amara")


@pytest.fixture(scope="module")
def talk(home):
    """Give a film of amara that was made there."""
    made = avatar.say("Hello.", "amara", home.parent / "talk.mp4", home=home, size=(256, 256), fps=10, voice="fast")
    return Path(made.video)


@pytest.fixture(scope="module")
def swapped(home, talk):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "choose", lambda _home: TextureEmbedder())  # whatever else is installed
        return avatar.swap_face(talk, "xiaochen", home.parent / "new.mp4", home=home)


def shell(home, *words, code=0):
    done = CliRunner(env={"AVATAR_HOME": str(home)}).invoke(app, [str(each) for each in words])
    fault = done.exception if isinstance(done.exception, AvatarError) else None
    assert (fault.exit_code if fault else done.exit_code) == code, done.output
    return str(fault) if fault else done.stdout.strip()


@pytest.mark.slow
def test_it_is_marked_and_names_both(home, swapped):
    told = json.loads(shell(home, "verify", swapped.video, "--json"))
    assert told["verdict"] == "trusted"
    assert {"label", "c2pa", "registry", "audio_watermark"} <= {
        name for name, layer in told["layers"].items() if layer["state"] == "present"
    }
    assert len(told["layers"]["registry"]["parents"]) == 2
    made_of = {each.edit: each.sha256 for each in swapped.parents}
    assert f"made of: likeness: the photo {made_of['likeness'][:16]}" in shell(home, "verify", swapped.video)
    actions, ingredients = manifest(Path(swapped.video))
    assert [each["action"] for each in actions][:2] == ["c2pa.created", "c2pa.edited"]
    assert {f"sha256:{each}" for each in made_of.values()} < {each["instance_id"] for each in ingredients}
    entries = read_entries(audit_folder(home))
    (entry,) = (each for each in entries if each["details"].get("content_id") == swapped.content_id)
    assert (entry["what"], entry["authorization"]) == ("render", swapped.authorization_id)
    assert len(entry["details"]["video"]) == 64


@pytest.mark.slow
def test_the_face_is_another_and_all_else_is_as_it_was(talk, swapped):
    before, after = (np.stack([*open_video(Path(each)).frames()]).astype(np.int16) for each in (talk, swapped.video))
    assert before.shape == after.shape
    changed = np.abs(after - before).mean(axis=(0, 3))
    assert changed[60:140, 90:170].mean() > 3
    assert changed[:, :20].mean() < 2.5
    assert swapped.likeness.source > swapped.likeness.target


def manifest(path):
    """Give the actions and the ingredients that a file's credential names."""
    import c2pa

    with c2pa.Reader("video/mp4", path.open("rb")) as reader:
        store = json.loads(reader.json())
    found = store["manifests"][store["active_manifest"]]
    (actions,) = (each for each in found["assertions"] if each["label"].startswith("c2pa.actions"))
    return actions["data"]["actions"], found["ingredients"]


@pytest.mark.slow
def test_no_way_leads_from_a_video_of_a_stranger_to_a_film(home, talk, swapped, astronaut, tmp_path):
    other = tmp_path / "other.mp4"
    other.write_bytes(talk.read_bytes() + b"\0")  # not the file that was made
    out = tmp_path / "x.mp4"
    with pytest.raises(RefusedError, match="Nobody knows who is seen"):
        avatar.swap_face(other, "xiaochen", out, home=home)
    with pytest.raises(RefusedError, match=r"astronaut.*--edit body"):
        avatar.swap_face(other, "xiaochen", out, home=home, body=astronaut)
    with pytest.raises(RefusedError, match=r"astronaut.*--edit likeness"):
        avatar.swap_face(talk, astronaut, out, home=home)
    with pytest.raises(RefusedError, match="Nobody has written down"):
        avatar.swap_face(other, "xiaochen", out, home=home, body="amara")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "choose", lambda _home: TextureEmbedder())
        with pytest.raises(NotInstalledError, match="knows people"):
            avatar.swap_face(other, "xiaochen", out, home=home, body="amara", mute=True)
    with pytest.raises(InputError, match="another photo than 'marco'"):
        avatar.swap_face(talk, "xiaochen", out, home=home, body="marco")
    with pytest.raises(InputError, match="cannot be edited again"):
        avatar.swap_face(swapped.video, "xiaochen", out, home=home)
    with pytest.raises(RefusedError, match="is not known"):
        avatar.swap_face(talk, "xiaochen", out, home=home, text="Something else.")
    for name, what in (("keep", "own shape"), ("strength", "of the face"), ("skin", "skin colour")):
        with pytest.raises(InputError, match=f"{what} 2 must be from 0 to 1"):
            avatar.swap_face(talk, "xiaochen", out, home=home, **{name: 2})
    assert not out.exists()
    shutil.rmtree(tmp_path)
