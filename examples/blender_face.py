"""Play a clip's motion on a face: blender FACE.blend --python examples/blender_face.py -- CLIP.arkit.json.

Every shape key with an ARKit name gets its keys, and an object or bone named "head", if there is one, its turn.
"""

import json
import sys
from pathlib import Path

import bpy

told = json.loads(Path(sys.argv[sys.argv.index("--") + 1]).read_text(encoding="utf-8"))
scene = bpy.context.scene
scene.render.fps, scene.render.fps_base = round(told["fps"]), round(told["fps"]) / told["fps"]
scene.frame_start, scene.frame_end = 1, told["frames"]

meshes = [each for each in bpy.data.objects if each.type == "MESH" and each.data.shape_keys]
keys = [key for mesh in meshes for key in mesh.data.shape_keys.key_blocks if key.name in told["names"]]
for key in keys:
    column = told["names"].index(key.name)
    for frame, weights in enumerate(told["weights"], 1):
        key.value = weights[column]
        key.keyframe_insert("value", frame=frame)

rigs = [each for each in bpy.data.objects if each.type == "ARMATURE"]
heads = [(each, False) for each in bpy.data.objects if each.name.lower() == "head"]
heads += [(bone, True) for each in rigs for bone in each.pose.bones if bone.name.lower() == "head"]
for head, is_bone in heads:
    head.rotation_mode = "XYZ"
    rest = head.rotation_euler.copy()
    for frame, (pitch, yaw, roll, *_) in enumerate(told["head"], 1):
        # A face looks along -Y with Z up; a bone that stands upright has Y up and Z to the front.
        turn = (pitch, yaw, -roll) if is_bone else (pitch, roll, yaw)
        head.rotation_euler = [was + angle for was, angle in zip(rest, turn, strict=True)]
        head.keyframe_insert("rotation_euler", frame=frame)
print(f"{len(keys)} shape keys and {len(heads)} heads move through {told['frames']} frames")
