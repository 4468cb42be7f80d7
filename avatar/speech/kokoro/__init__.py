"""Kokoro-82M: neural speech on the processor, from weights that lie in installed packages."""
