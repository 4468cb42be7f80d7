def surnames(text): return {}
