"""The processes of the service.

parent        binds the port, starts one process per core, starts a dead one anew, passes signals on
worker        one process: reads what the parent hands it, serves the port and a socket of its own
sockets       the port, shared by all, and the socket by which each process reaches another
patience      connections that send nothing, or little at a time
placing       a conversation is opened where there is room
passing       what belongs to another process is passed on to it
"""
