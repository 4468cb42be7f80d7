"""Speak without a picture: a marked sound file and its phones. Usage: python examples/sound.py [OUT.wav]."""

import sys

import avatar

TEXT = "Grüezi, und willkommen."
recording = avatar.record(TEXT, sys.argv[1] if len(sys.argv) > 1 else "sound.wav", language="de")
print(recording.audio, f"{recording.seconds:.2f} s by {recording.voices[0]}, which begins with: {recording.label}")
print(" ".join(phone.ipa for phone in avatar.speak(TEXT, language="de").phones if phone.ipa))
