"""Sessions: one visitor, one WebSocket; sound and motion, or film, out of what is asked or given to be said."""

# Shapes no clip.
