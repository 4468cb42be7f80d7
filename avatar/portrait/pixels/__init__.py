"""The picture itself: its detail, its layers, its light."""
