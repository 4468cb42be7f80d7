"""The page's own script signs so that the answer is accepted."""

import json
import shutil
import subprocess

import pytest

from avatar.ledger.keys.files import read_private
from avatar.permission.consent.issue import Terms
from avatar.permission.consent.page import render_request
from avatar.permission.consent.record import Licensee, Record, Subject
from avatar.permission.consent.request import accept, pose
from tests.consents import NARROW, NOW

NODE = shutil.which("node")
# A page without a window: the script finds its request, and gives what it would save.
RUN = """
const fs = require("fs"), page = fs.readFileSync(process.argv[2], "utf8");
const part = pattern => page.match(pattern)[1];
const request = part(/<script type="application\\/json" id="request">([^]*?)<\\/script>/);
const script = part(/<script>([^]*?)<\\/script>/);
const element = { textContent: request, addEventListener() {}, style: {} };
globalThis.document = { getElementById: () => element };
new Function(script + "; return signRequest();")().then(signed => console.log(JSON.stringify(signed)));
"""


@pytest.mark.slow
@pytest.mark.skipif(NODE is None, reason="needs node, in the place of a browser")
@pytest.mark.parametrize("name", ["Ana Li", "李雷 \U0001f600 </script> \"'\\ é"])
def test_an_answer_of_the_page_is_accepted(home, tmp_path, name):
    firm = Licensee(f"Bank of {name}", key_id=home.signer.key_id)
    request = pose(home.store, home.image, home.picture, Subject(name=name), firm, Terms(NOW, NARROW))
    page, run = tmp_path / "request.html", tmp_path / "run.js"
    page.write_text(render_request(request), encoding="utf-8")
    run.write_text(RUN)
    signed = json.loads(subprocess.run([NODE, run, page], capture_output=True, check=True).stdout)
    record = accept(home.store, Record.from_json(json.loads(signed["answer"])), signed["keyId"], NOW)
    assert record.subject.name == name
    assert home.ask(now=NOW)
    key = tmp_path / "consent.key"
    key.write_text(signed["key"])
    key.chmod(0o600)
    assert read_private(key).key_id == signed["keyId"]
