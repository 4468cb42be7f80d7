def surnames(text):
    return {}
