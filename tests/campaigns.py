"""Jobs of a campaign for tests: short texts, the quickest voice, small pictures."""

from __future__ import annotations

from avatar.campaign.job import Job
from avatar.runtime.hashing import value_sha256

PORTRAIT = "xiaochen"


def job(row: int, text: str, language: str = "en", **more: object) -> Job:
    """Plan one clip as a campaign would."""
    input_hash = value_sha256([row, text, language, repr(sorted(more.items()))])
    given = {"slug": f"row-{row}", "portrait": PORTRAIT, "voice": "fast", "size": (256, 256), **more}
    output = f"{language}/{row}-{given['slug']}-{input_hash[:8]}.mp4"
    return Job(
        campaign="spring",
        row=row,
        language=language,
        format="square",
        text=text,
        output=output,
        input_hash=input_hash,
        **given,
    )  # type: ignore[arg-type]
