"""The pictures and the music that the scene templates ship, all made by code."""
