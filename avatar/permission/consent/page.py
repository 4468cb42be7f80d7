"""The page that a person reads and signs: it works in a browser, offline, and sends nothing."""

from __future__ import annotations

import json
import mimetypes
from typing import TYPE_CHECKING

from avatar.outside.cleaning import in_json, on_page
from avatar.permission.consent import wording
from avatar.runtime.folders import shipped

if TYPE_CHECKING:
    from avatar.permission.consent.record import Record
    from avatar.permission.consent.request import Request


def render_request(request: Request) -> str:
    """Lay a request out as HTML, with itself as JSON inside."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    folder = FileSystemLoader(shipped("templates") / "consent")
    environment = Environment(loader=folder, autoescape=True, finalize=on_page, undefined=StrictUndefined)
    record = request.record
    # Within a script only "</" and "<!--" mean something to a browser, and JSON may write "<" in another way.
    embedded = in_json(json.dumps(request.as_json(), ensure_ascii=False)).replace("<", "\\u003c")
    page: str = environment.get_template("request.html.jinja").render(
        request=request,
        licensee=record.licensee.name if record.licensee else "",
        kind=mimetypes.guess_type(request.picture_name)[0] or "image/jpeg",
        facts=_facts(record),
        until=record.challenge.expires_at if record.challenge else "",
        version=wording.VERSION,
        embedded=Markup(embedded),
    )
    return page


def _facts(record: Record) -> list[tuple[str, str]]:
    scope, anything = record.scope, "any - 不限"
    return [
        ("Person shown - 肖像人", record.subject.name or ""),
        ("Purposes - 用途", ", ".join(scope.purposes) or anything),
        ("Channels - 渠道", ", ".join(scope.channels) or anything),
        ("Languages - 语言", ", ".join(scope.languages) or anything),
        ("Places - 地域", ", ".join(scope.territories) or anything),
        ("Products - 产品", ", ".join(scope.products) or anything),
        ("Voices - 声音", ", ".join(scope.voices) or anything),
        ("Edits - 编辑", ", ".join(record.edits) or "none - 无"),
        ("Films at most - 数量", str(scope.max_outputs or anything)),
        ("From - 开始", record.not_before),
        ("Until - 截止", record.expires_at),
        ("Photo kept until - 照片保留至", record.legal.retention_until or "not limited - 不限"),
        ("Number - 编号", record.authorization_id),
    ]
