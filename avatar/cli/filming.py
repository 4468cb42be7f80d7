"""The end of every command that makes a film: it is made, and told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from avatar.cli.progress import shown, warn
from avatar.cli.result import describe_clip, print_json, print_line

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.clip.request import ClipRequest


def film(
    request: ClipRequest,
    output: Path | None,
    *,
    as_json: bool,
    is_quiet: bool,
    **source: Any,  # noqa: ANN401 - what `pipeline.make` takes beside a request
) -> None:
    """Make a clip with progress shown, tell its warnings, and print its path or one JSON object.

    `source` is what it is made of besides the request, as `pipeline.make` takes it.
    """
    from avatar.pipeline import make

    with shown(is_quiet=is_quiet) as watch:
        clip = make(request, output, watch, **source)
    if not is_quiet:
        warn(clip.warnings)
    if as_json:
        print_json(describe_clip(clip))
    else:
        print_line(clip.video)
