"""Cut two people into one film with moviepy: title, cross-fade, music that ducks. Usage: moviepy_edit.py [FILM]."""

import sys

import numpy as np
from moviepy import AudioClip, ColorClip, CompositeAudioClip, CompositeVideoClip, TextClip, vfx

import avatar.moviepy

film_path = sys.argv[1] if len(sys.argv) > 1 else "edited.mp4"
FADE = 0.5

# A transparent clip has a mask, so it stands in front of whatever lies behind it.
amara = avatar.moviepy.clip(
    "Good evening. Marco has the weather.", portrait="amara", voice="fast", size=(640, 360), background="transparent"
)
marco = avatar.moviepy.clip(
    "Thank you. Tomorrow will be sunny.", portrait="marco", voice="fast", size=(640, 360), background="transparent"
)

second = amara.duration - FADE
length = second + marco.duration
speakers = [
    amara.resized(0.86).with_position((-60, "bottom")).with_effects([vfx.CrossFadeOut(FADE)]),
    marco.resized(0.86).with_start(second).with_position((150, "bottom")).with_effects([vfx.CrossFadeIn(FADE)]),
]
studio = ColorClip((640, 360), (24, 44, 74)).with_duration(length)
bar = ColorClip((640, 50), (170, 36, 44)).with_duration(length)
title = TextClip(text="The evening news", font_size=26, color="white", duration=3, margin=(16, 10))
title = title.with_position(("center", 0)).with_effects([vfx.CrossFadeOut(FADE)])

# A quiet chord, which steps back while words are spoken: 0.15 s before each of them, and back within half a second.
spoken = [(word.start, word.end) for word in amara.words]
spoken += [(second + word.start, second + word.end) for word in marco.words]


def chord(time: float | np.ndarray) -> np.ndarray:
    """Give the music at some times, in two channels, ducked."""
    times = np.atleast_1d(time)
    tone = sum(np.sin(2 * np.pi * pitch * times) for pitch in (220.0, 277.2, 329.6)) / 3
    apart = np.min([np.maximum(start - 0.15 - times, times - end) for start, end in spoken], axis=0)
    level = 0.02 + 0.08 * np.clip(apart / 0.5, 0, 1)
    both = np.repeat((tone * level)[:, None], 2, axis=1)
    return both if np.ndim(time) else both[0]


film = CompositeVideoClip([studio, bar, title, *speakers])
film.audio = CompositeAudioClip([film.audio, AudioClip(chord, duration=length, fps=48000)])

done = avatar.moviepy.write(film, film_path)
print(f"{done.video}: {done.seconds:.1f} s, made of {len(done.parts)} clips")
