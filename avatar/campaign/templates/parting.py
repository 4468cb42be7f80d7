"""Where lines of Chinese may end: between words. A zero-width space says so, which nobody sees."""

from __future__ import annotations

import re
from dataclasses import replace

from avatar.data.language import primary_subtag
from avatar.data.scene import Bullets, Layer, LowerThird, Text
from avatar.finish.scene.texts import BREAK

_CHINESE = frozenset(("zh", "cmn", "yue"))
"""primary subtags"""
_HAN = re.compile(r"[\u3400-\u9fff]{2,}")


def parted(layer: Layer, language: str) -> Layer:
    """Give a layer whose texts of Chinese say where their words begin."""
    content = layer.content
    if primary_subtag(language) not in _CHINESE:
        return layer
    if isinstance(content, Text):
        return replace(layer, content=replace(content, text=_parted(content.text)))
    if isinstance(content, LowerThird):
        return replace(
            layer, content=replace(content, title=_parted(content.title), subtitle=_parted(content.subtitle))
        )
    if isinstance(content, Bullets):
        items = tuple(replace(item, text=_parted(item.text)) for item in content.items)
        return replace(layer, content=replace(content, items=items))
    return layer


def _parted(text: str) -> str:
    from avatar.text.chinese.segmenting import segment

    return _HAN.sub(lambda found: BREAK.join(segment(found[0])), text.replace(BREAK, ""))
