"""Make docs/img/subtitles.jpg: burned-in subtitles in six ways, each a frame of a clip of a shipped portrait.

    python tests/measure/subtitle_sheet.py [OUT.jpg] [WIDTHxHEIGHT] [COLUMNS]

It takes fonts for all scripts: apt-get install fonts-noto-cjk fonts-noto-core
"""

import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

import avatar

SCENES = (
    ("xiaochen", "xiaoyun", "zh", "一张照片和一段文字就足够了，不需要摄影棚，也不需要演员。", 0.35, ""),
    ("amara", "sakura", "ja", "写真一枚と文章だけで、話す人の動画を作ることができます。", 0.5, ""),
    ("marco", "omar", "ar", "تكفي صورة واحدة ونص قصير لتحصل على فيديو بدقة 1080p.", 0.45, ""),
    ("amara", "emma", "en", "All it takes is one photograph and a text; no studio, and no actor.", 0.3, ""),
    ("marco", None, "hi", "एक तस्वीर और थोड़ा-सा पाठ ही काफ़ी है, किसी स्टूडियो की ज़रूरत नहीं।", 0.4, ""),
    (
        "xiaochen",
        "xiaoyun",
        "zh",
        "一张照片和一段文字就足够了。",
        0.5,
        "All it takes is one photograph and a text.",
    ),
)
"""portrait, voice, language, text, which moment of the speech, and the text in a second language"""
TILE = 480


def frame(scene, size):
    """Draw one moment of a scene."""
    portrait, voice, language, text, share, second = scene
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "second.txt"
        place.write_text(second, encoding="utf-8")
        performance = avatar.stream(
            text,
            portrait,
            voice=voice,
            language=language,
            size=size,
            subtitles="burn",
            subtitles_second=place if second else None,
        )
        frames = iter(performance)
        next(frames)
        seconds = performance.speech.seconds
        return next(each.image for each in frames if each.time > share * seconds)


def main():
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/img/subtitles.jpg")
    size = tuple(map(int, (sys.argv[2] if len(sys.argv) > 2 else "720x720").split("x")))
    columns = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    shown = TILE, round(TILE * size[1] / size[0])
    tiles = [np.asarray(Image.fromarray(frame(scene, size)).resize(shown, Image.LANCZOS)) for scene in SCENES]
    rows = [np.concatenate(tiles[at : at + columns], axis=1) for at in range(0, len(tiles), columns)]
    Image.fromarray(np.concatenate(rows)).save(out, quality=84, optimize=True)
    print(out, out.stat().st_size)  # noqa: T201


if __name__ == "__main__":
    main()
