"""The engine of Coqui TTS: VITS, Glow-TTS, XTTS and their like, with phones by their durations where they have any."""
