"""The text that a person agrees to, in Chinese and English; its hash stands in the record."""

from __future__ import annotations

import hashlib

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


def wording(licensee: str) -> str:
    """Give the text in both languages with the licensee's name in its place."""
    return f"{ENGLISH}\n\n{CHINESE}".format(licensee=licensee)


def text_hash(licensee: str) -> str:
    """Give the sha256 of the text as it is shown, hex."""
    return hashlib.sha256(wording(licensee).encode()).hexdigest()
