"""What /openapi.json promises of films, speech and uploads, and that the service keeps it whatever it is sent."""

from __future__ import annotations

import io

import pytest

from avatar.service.app import create_app
from avatar.service.logs import Log
from tests.service import service

OURS = (
    "/v1/videos", "/v1/audio/speech", "/v1/video/speech", "/v1/voices", "/v1/models", "/v1/uploads", "/v1/portraits",
    "/v1/consent", "/v1/enrolment", "/v1/webhooks",
)  # fmt: skip
NAMES = {
    "createVideo", "listVideos", "getVideo", "deleteVideo", "followVideo", "getVideoFile", "inspectVideo",
    "getWebhookSecret", "renewWebhookSecret", "createUpload", "getUpload", "deleteUpload", "createPortrait",
    "listPortraits", "getPortrait", "getPortraitThumbnail", "deletePortrait", "getConsentWording", "createSpeech",
    "createVideoSpeech", "listVoices", "listModels", "getEnrolmentChoices",
}  # fmt: skip
"""of operations: programs that were generated from the description call them so"""


def made(tmp_path):
    of = service(tmp_path, ())
    of.log = Log(0, io.StringIO())
    return create_app(of)


def operations(document):
    for path, methods in document["paths"].items():
        if path.startswith(OURS):
            yield from ((path, method, operation) for method, operation in methods.items())


def test_every_operation_is_described_and_has_the_name_that_it_keeps(tmp_path):
    found = {operation["operationId"]: operation for *_, operation in operations(made(tmp_path).openapi())}
    assert set(found) == NAMES
    assert all(operation["summary"] and operation.get("description") for operation in found.values())


def test_every_answer_has_an_example(tmp_path):
    document = made(tmp_path).openapi()

    def has_example(content):
        schema = content.get("schema", {})
        named = document["components"]["schemas"].get(schema.get("$ref", "").rpartition("/")[2], {})
        fields = [*named.get("properties", {}).values(), schema]
        return (
            "example" in content or "examples" in content or "examples" in named or any("examples" in f for f in fields)
        )

    lacking = [
        (path, method, status)
        for path, method, operation in operations(document)
        for status, answer in operation["responses"].items()
        for content in answer.get("content", {}).values()
        if status != "416" and not has_example(content)
    ]
    assert lacking == []


@pytest.mark.slow
def test_nothing_that_chance_sends_breaks_what_is_promised(tmp_path, monkeypatch):
    schemathesis = pytest.importorskip("schemathesis")
    from hypothesis import HealthCheck, given, settings
    from schemathesis.checks import not_a_server_error
    from schemathesis.generation import GenerationMode
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        negative_data_rejection,
        response_headers_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    checks = [
        not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
        response_schema_conformance, negative_data_rejection,
    ]  # fmt: skip
    schema = schemathesis.openapi.from_asgi("/openapi.json", made(tmp_path))
    quick = settings(max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    for each in schema.get_all_operations():
        operation = each.ok()
        if not operation.path.startswith(OURS) or operation.path == "/v1/video/speech":  # which takes its time
            continue
        for mode in GenerationMode.POSITIVE, GenerationMode.NEGATIVE:

            @quick
            @given(case=operation.as_strategy(generation_mode=mode))
            def attack(case):
                case.call_and_validate(base_url="http://127.0.0.1", headers={"host": "127.0.0.1"}, checks=checks)

            try:
                attack()
            except Exception as fault:
                if type(fault).__name__ != "Unsatisfiable":  # nothing can be wrong in a request without parts
                    raise
