"""Films, sounds and conversations over HTTP: for pages, chat windows and other programs.

service/
config        what an operator writes: server, tenants, agents
state         what lives as long as the process: one `Service`, handed to every room
logs          one line per event, ids and numbers only
metrics       every figure that is told to Prometheus
app           the rooms put together
problems      faults as they are told (RFC 9457)
doors/        who may come in: callers, keys, origins, short-lived tokens, limits, rates
each room     routes.py gives a router
"""

# Shapes no clip.
