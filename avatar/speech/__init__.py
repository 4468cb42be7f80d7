"""Utterance to speech: voices, the engines that speak with them, loudness and joining."""
