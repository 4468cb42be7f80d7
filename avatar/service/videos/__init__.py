"""Films that are made while nobody waits: asked for, queued, made in a process of their own, fetched.

videos/
asked         what a request says
order         what becomes of it: options of a clip, files that it names
told          what an answer says
database      one SQLite file per tenant, shared by all processes of the service
jobs          what is to be made, and how far it is
idempotency   requests that are sent twice and done once
rendering     what the worker does: films and inspections (runs in the worker)
worker        the process that does it, as the service sees it
dispatcher    who gives jobs to workers: one process of the service at a time
webhooks/     who is told when a film is done
events        progress as server-sent events
routes        the paths
"""
