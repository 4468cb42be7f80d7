"""Manifests: signed, read back, by whom, and what they say."""

import json
import stat
import sys

import numpy as np
import pytest
import soundfile
from PIL import Image

from avatar.data import Frame
from avatar.errors import AvatarError
from avatar.film import FilmWriter
from avatar.marks import credentials
from avatar.marks.credentials.authority import own_anchors, own_certificates
from avatar.marks.credentials.signers import anchors, load_manifest_signer
from avatar.marks.profiles import OwnSigner, Provider
from avatar.marks.registry import Facts, Span
from avatar.settings import FilmSettings

FACTS = Facts(
    "ab" * 16, "2026-11-21T12:00:00Z", "aa" * 32, "bb" * 32, "cc" * 16, "dd" * 32, ("v",), (Span(258, 0.0, 2.5),)
)
DISCLOSURE = {"provider": "示例银行", "system": "avatar", "system_version": "1.2", "content_id": FACTS.content_id}
MANIFEST = credentials.compose(FACTS, DISCLOSURE)


def picture(path):
    Image.fromarray(np.arange(64 * 64 * 3, dtype=np.uint32).reshape(64, 64, 3).astype(np.uint8)).save(path)
    return path


def signed(path, home, provider=None):
    credentials.attach(path, path.suffix[1:], MANIFEST, load_manifest_signer(provider or Provider(), "示例银行", home))
    return path


@pytest.mark.parametrize("kind", ["png", "jpg", "gif", "wav"])
def test_signed_here_it_is_trusted_here_and_only_here(tmp_path, kind):
    path = tmp_path / f"a.{kind}"
    if kind == "wav":
        soundfile.write(path, np.linspace(-0.5, 0.5, 4800), 48000)
    else:
        picture(path)
    signed(path, tmp_path / "here")
    own_certificates(tmp_path / "there")
    assert credentials.read(path, kind, own_anchors(tmp_path / "here")).state == "trusted"
    foreign = credentials.read(path, kind, own_anchors(tmp_path / "there"))
    assert foreign.state == "untrusted"
    assert foreign.codes == ("signingCredential.untrusted",)
    assert credentials.read(path, kind, "").state == "untrusted"


def test_a_changed_byte_makes_it_invalid(tmp_path):
    path = signed(picture(tmp_path / "a.png"), tmp_path)
    content = bytearray(path.read_bytes())
    content[-20] ^= 1
    path.write_bytes(bytes(content))
    assert credentials.read(path, "png", own_anchors(tmp_path)).state == "invalid"


def test_every_byte_of_a_film_counts(tmp_path):
    path = tmp_path / "a.mp4"
    rng = np.random.default_rng(0)
    frames = (Frame(rng.integers(0, 256, (160, 160, 3), dtype=np.uint8), index, index / 25) for index in range(10))
    with FilmWriter(path, FilmSettings(160, 160)) as film:
        film.shoot(frames, np.zeros(19_200, np.float32))
    signed(path, tmp_path)
    assert credentials.read(path, "mp4", own_anchors(tmp_path)).state == "trusted"
    content = path.read_bytes()
    start = content.index(b"mdat") + 4
    for place in np.linspace(start, len(content) - 1, 12).astype(int):
        path.write_bytes(content[:place] + bytes([content[place] ^ 4]) + content[place + 1 :])
        assert credentials.read(path, "mp4", own_anchors(tmp_path)).state == "invalid"


def test_no_manifest_is_absent_and_a_kind_without_a_place_has_none(tmp_path):
    assert credentials.read(picture(tmp_path / "a.png"), "png", "").state == "absent"
    assert credentials.read(tmp_path / "a.png", "mkv", "").state == "absent"


def test_what_it_says(tmp_path):
    from c2pa import Reader

    path = signed(picture(tmp_path / "a.png"), tmp_path)
    store = json.loads(Reader(str(path)).json())
    manifest = store["manifests"][store["active_manifest"]]
    said = {each["label"]: each["data"] for each in manifest["assertions"]}
    first, bound = said["c2pa.actions.v2"]["actions"]
    assert first["action"] == "c2pa.created"
    assert first["digitalSourceType"].endswith("/compositeSynthetic")
    assert bound["action"] == "c2pa.watermarked.bound"
    (block,) = said["c2pa.soft-binding"]["blocks"]
    assert block == {"scope": {"timespan": {"start": 0, "end": 2500}}, "value": "AAAAAQI="}
    assert {entry["use"] for entry in said["cawg.training-mining"]["entries"].values()} == {"notAllowed"}
    assert "c2pa.ai-disclosure" in said
    assert said[credentials.ASSERTION]["authorization"] == {"record_sha256": "dd" * 32}
    assert said[credentials.ASSERTION]["timestamp"] == "absent"
    assert said[credentials.ASSERTION]["provider"] == "示例银行"
    (ingredient,) = manifest["ingredients"]
    assert ingredient["relationship"] == "inputTo"
    assert "thumbnail" not in ingredient
    assert "thumbnail" not in manifest


def test_frames_of_a_network_are_said_to_be_so():
    from dataclasses import replace

    manifest = credentials.compose(replace(FACTS, is_generated_by_network=True), DISCLOSURE)
    assert "trainedAlgorithmicMedia" in json.dumps(manifest)


def test_keys_are_for_their_owner_only_and_made_once(tmp_path):
    first = own_certificates(tmp_path)
    assert own_certificates(tmp_path) == first
    key = tmp_path / "keys" / "credentials" / "signing.key.pem"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(key.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("way", ["command", "function"])
def test_the_customers_signer_keeps_its_key(tmp_path, way, monkeypatch):
    """A program that gives DER, as most do, or a function: the key stays with it."""
    theirs = own_certificates(tmp_path / "theirs", "Example Bank")
    (tmp_path / "chain.pem").write_text(theirs.chain)
    (tmp_path / "ca.pem").write_text(own_anchors(tmp_path / "theirs"))
    (tmp_path / "key.pem").write_bytes(theirs.key)
    (tmp_path / "customers_signer.py").write_text(
        "import sys\n"
        "from cryptography.hazmat.primitives import hashes\n"
        "from cryptography.hazmat.primitives.asymmetric import ec\n"
        "from cryptography.hazmat.primitives.serialization import load_pem_private_key\n"
        f"KEY = load_pem_private_key(open({str(tmp_path / 'key.pem')!r}, 'rb').read(), None)\n"
        "def sign(data):\n"
        "    return KEY.sign(data, ec.ECDSA(hashes.SHA256()))\n"
        "if __name__ == '__main__':\n"
        "    sys.stdout.buffer.write(sign(sys.stdin.buffer.read()))\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    program = (sys.executable, str(tmp_path / "customers_signer.py"))
    how = {"command": program} if way == "command" else {"function": "customers_signer:sign"}
    provider = Provider(signer=OwnSigner(str(tmp_path / "chain.pem"), str(tmp_path / "ca.pem"), **how))
    path = signed(picture(tmp_path / "a.png"), tmp_path / "home", provider)
    assert credentials.read(path, "png", anchors(provider, tmp_path / "home")).state == "trusted"
    assert not (tmp_path / "home" / "keys" / "credentials" / "signing.key.pem").exists()


def test_a_signer_that_fails_leaves_the_file_as_it_was(tmp_path):
    own_certificates(tmp_path)
    chain = str(tmp_path / "keys" / "credentials" / "chain.pem")
    provider = Provider(signer=OwnSigner(chain, chain, command=("false",)))
    path = picture(tmp_path / "a.png")
    before = path.read_bytes()
    with pytest.raises(AvatarError, match="The signing program 'false' failed"):
        signed(path, tmp_path, provider)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir() if "c2pa" in each.name] == []
