"""Sounds and films that are sent while they are made, as programs for OpenAI's interface ask for them.

speech/
asked         what a request says
told          what an answer says
streaming     an iterator of a thread's as an answer that ends when its reader leaves
voices        who can speak
routes        the paths
"""
