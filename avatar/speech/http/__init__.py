"""Voices of a service that speaks over HTTP as OpenAI's `/v1/audio/speech` does, and many other servers."""
