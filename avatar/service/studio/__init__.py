"""The page for one person on their own machine, at /: from a photo and its permission to a film.

routes     what the page asks for, put together
page       the page itself, its style and its script
owner      who may: whoever sits at this machine, and nobody else
asked      what its requests say
portraits  who can be shown, with what each permission allows
photos     a photo that is added: its check, its permission, its portrait
working    the process in which a stranger's photo is looked at and taken apart
drafts     what is found in a text while somebody writes it
previews   the first sentences, said and moved
films      pictures of films, and what their marks say
"""
