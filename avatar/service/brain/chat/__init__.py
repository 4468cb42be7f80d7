"""Answers of a language model behind any OpenAI-compatible endpoint, spoken while they are still coming."""
