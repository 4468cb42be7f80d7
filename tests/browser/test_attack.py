"""A thousand malformed requests against everything that /openapi.json describes: all refused, and the service lives."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving import ask, serving

pytestmark = pytest.mark.slow
SETTINGS = """
[agents.teller]
portrait = "xiaochen"
voice = "yunfeng"
origins = ["https://www.bank.example"]

[limits]
requests = 1000000
at_once = 1000000
"""
KEY = "0123456789abcdef-of-the-attack"


@pytest.fixture(scope="module")
def attacker():
    place = shutil.which("schemathesis", path=str(Path(sys.executable).parent)) or shutil.which("schemathesis")
    if place is None:
        pytest.skip("schemathesis is not installed; pip install '.[browser]' brings it")
    return place


@pytest.mark.parametrize("has_key", [True, False])
def test_a_thousand_malformed_requests_are_refused_and_the_service_lives(attacker, tmp_path, has_key):
    (tmp_path / "serve.toml").write_text(SETTINGS)
    options = ("--config", str(tmp_path / "serve.toml"), "--processes", "2")
    with serving(tmp_path, *options, AVATAR_API_KEY=KEY) as served:
        command = [attacker, "run", f"{served.address}/openapi.json", "--mode", "negative", "--no-color"]
        command += ["--phases", "coverage,fuzzing", "--max-examples", "14" if has_key else "8", "--workers", "2"]
        command += ["--checks", "not_a_server_error,status_code_conformance,content_type_conformance"]
        command += ["--request-timeout", "60", "--generation-deterministic"]
        command += ["-H", f"Authorization: Bearer {KEY}"] if has_key else []
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=280, cwd=tmp_path)
        counts = re.search(r"(\d+) generated, (\d+) passed", done.stdout)
        assert "= FAILURES =" not in done.stdout, done.stdout[-6000:]
        assert counts, done.stdout[-6000:] + done.stderr[-2000:]
        assert counts[1] == counts[2], done.stdout[-6000:]  # it may stumble over itself, but not over us
        assert int(counts[1]) >= (1000 if has_key else 500), done.stdout[-2000:]
        assert ask(served, "/healthz").status_code == 200
        assert not served.lines("process.died")
        assert not served.lines("request.fault"), served.lines("request.fault")
        told = [line for line in served.log.read_text().splitlines() if line.strip()]
        assert all(json.loads(line) for line in told), "every line of the log is an object"
