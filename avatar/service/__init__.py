"""Films, sounds and conversations over HTTP: for pages, chat windows and other programs.

service/
config        what an operator writes: server, tenants, agents
state         what lives as long as the process: one `Service`, handed to every room
app           the rooms put together
problems      faults as they are told (RFC 9457)
doors/        who may come in: keys, tenants, origins, short-lived tokens, limits
each room     routes.py gives a router
"""
