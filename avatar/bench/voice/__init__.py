"""Judge voices: what they cost, what is understood of them, how they sound, and how exact their phones are."""
