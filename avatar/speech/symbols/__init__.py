"""What networks read: an utterance in symbols, which symbols are which phone, and phones by how long symbols last."""
