"""The clips of a campaign are made: on one machine or many, each once, whatever is killed, full or gone meanwhile.

running/
run           the whole of it: which clips, by whom, and what is told at the end
rendering     one clip, made, checked, put where the campaign's films lie, and written down
place         where they lie: a folder, or an object store
manifest      what became of each clip, a line each
executors/    who makes them: this process, several processes, several machines
"""

# Shapes no clip.
