"""The text that a person agrees to, in Chinese and English; its hash stands in the record."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

VERSION = "1"
ENGLISH = """\
I am the person in this photo, or I may decide for them.
I allow {licensee} to make films and live pictures in which this photo moves and speaks, within the limits named below.
I agree, separately, that the face in the photo is measured for that (sensitive personal information).
The films are labelled as AI-generated. I can withdraw this at any time; films that exist then are not undone by it."""
CHINESE = """\
我是照片中的人，或有权代其作出决定。
我允许{licensee}在下述范围内，用这张照片制作会动、会说话的影片和实时画面。
我单独同意为此对照片中的人脸进行测量处理（属于敏感个人信息）。
影片会标明由人工智能生成。我可以随时撤回同意；撤回不影响此前已完成的影片。"""

EDITS_ENGLISH = {
    "likeness": "I allow besides that my face is taken from this photo and put on other people's pictures.",
    "body": "I allow besides that other people's faces are put in the place of mine in this photo.",
    "clothes": "I allow besides that the clothes in this photo are replaced by others.",
}
EDITS_CHINESE = {
    "likeness": "我另外允许将这张照片中我的面部用于替换他人照片中的面部。",
    "body": "我另外允许用他人的面部替换这张照片中我的面部。",
    "clothes": "我另外允许将这张照片中的衣服换成其他衣服。",
}
"""what is said besides, where somebody grants an edit of `vocabulary.EDITS`"""

VOICE_ENGLISH = """\
I am the person heard in this recording, or I may decide for them.
I allow {licensee} to make films and sounds in which a synthetic voice like the one in this recording says what they
write, within the limits named below.
I agree, separately, that the voice in the recording is measured for that (sensitive personal information).
The films and sounds are labelled as AI-generated. I can withdraw this at any time; what exists then is not undone."""
VOICE_CHINESE = """\
我是录音中的人，或有权代其作出决定。
我允许{licensee}在下述范围内制作影片和声音，用与录音中相似的合成声音说出其所写的内容。
我单独同意为此对录音中的声音进行测量处理（属于敏感个人信息）。
影片和声音会标明由人工智能生成。我可以随时撤回同意；撤回不影响此前已完成的内容。"""


def wording(licensee: str, *, is_voice: bool = False, edits: Sequence[str] = ()) -> str:
    """Give the text about a photo, or about a voice, in both languages with the licensee's name in its place.

    `edits` are those of `vocabulary.EDITS` that are granted besides: each is a line of the text.
    """
    english, chinese = (VOICE_ENGLISH, VOICE_CHINESE) if is_voice else (ENGLISH, CHINESE)
    parts = [[english, *(EDITS_ENGLISH[each] for each in edits)], [chinese, *(EDITS_CHINESE[each] for each in edits)]]
    return "\n\n".join("\n".join(lines) for lines in parts).format(licensee=licensee)


def text_hash(licensee: str, *, is_voice: bool = False, edits: Sequence[str] = ()) -> str:
    """Give the sha256 of the text as it is shown, hex."""
    return hashlib.sha256(wording(licensee, is_voice=is_voice, edits=edits).encode()).hexdigest()
