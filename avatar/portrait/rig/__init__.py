"""All that moves, put together: shapes, lids, shades, how far the mouth opens, and what lies around the face."""
