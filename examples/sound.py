"""Speak without a picture: a WAV file and its phones. Usage: python examples/sound.py [OUT.wav]."""

import sys

import soundfile

import avatar

output = sys.argv[1] if len(sys.argv) > 1 else "sound.wav"
speech = avatar.speak("Grüezi, und willkommen.", language="de")
soundfile.write(output, speech.samples, speech.sample_rate)
print(output, f"{speech.seconds:.2f} s by {speech.voice}")
print(" ".join(phone.ipa for phone in speech.phones if phone.ipa))
