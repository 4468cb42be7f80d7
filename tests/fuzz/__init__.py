"""Files of strangers, made by damaging sound ones: whatever is opened, the answer is a result or a sentence of ours.

corpora    sound files of every kind, made here
damage     what is done to them
doors      what opens them, and what it may raise
looking    the process in which they are opened: it may hang, grow or die
trial      one door, and one file after the other

`pytest tests/fuzz` tries some files, always the same; `python -m tests.fuzz --minutes 10 [DOOR ...]` tries others by
hand, for as long as one likes, and keeps those at which something went wrong.
"""
