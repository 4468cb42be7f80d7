"""Spoken questions, written down by any OpenAI-compatible transcription endpoint."""
