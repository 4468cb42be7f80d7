"""The ground that rig and renderer stand on: points, triangles, seams, the frame of the head."""
