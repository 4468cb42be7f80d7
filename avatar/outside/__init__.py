"""What comes from outside, from whoever: opened, bounded and shown in the same few ways everywhere.

outside/
pictures      a picture, by a list of ours of formats, never larger than may be
media         a film or a sound, as a file and nothing else, by a list of ours of containers
archives      what a library would unpack into memory is bounded before
documents     JSON that nests without end, or is longer than may be, is a fault of its own and no other
cleaning      a stranger's text, without what moves a cursor, turns a line round or is not seen
confined      a process that looks at files, and is ended where it takes too long or holds too much
"""

# Shapes no clip.
