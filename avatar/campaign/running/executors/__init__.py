"""Who makes the clips: this process (`inline`), several processes of this machine, or several machines (`queued`).

An executor is handed pieces of work and yields what became of each, in the order in which they end. All of them call
the same function, `running.rendering.render`, so that the films are the same whoever makes them.
"""

# Shapes no clip.
