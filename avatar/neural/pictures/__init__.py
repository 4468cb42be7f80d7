"""Networks from a picture to a picture that somebody has chosen: they enlarge it, or restore a face."""
