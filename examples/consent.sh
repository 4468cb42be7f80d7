#!/usr/bin/env bash
# Authorize a photo of one's own, let it speak, and take the authorization back. Usage: examples/consent.sh [FOLDER]
set -euo pipefail

folder=${1:-consent}
mkdir -p "$folder"
export AVATAR_HOME="$folder/home" # keys and records of this example only
photo="$folder/me.png"
python - "$photo" <<'PYTHON'
import sys
from PIL import Image, ImageOps
from avatar.runtime.folders import shipped
# A stand-in for your own photo: a shipped portrait, mirrored, so that its pixels are nobody's yet.
ImageOps.mirror(Image.open(shipped("portraits") / "marco" / "portrait.jpg")).resize((512, 512)).save(sys.argv[1])
PYTHON

avatar say --portrait "$photo" -o "$folder/no.mp4" --size 256x256 "Hello." && exit 1 || echo "refused, as it should be"
id=$(avatar consent sign "$photo" --self --yes --purpose personal)
avatar say --portrait "$photo" -o "$folder/yes.mp4" --size 256x256 "Hello."
avatar consent revoke "${id:0:8}" >/dev/null
avatar say --portrait "$photo" -o "$folder/again.mp4" --size 256x256 "Hello." && exit 1 || echo "refused again"
avatar audit verify
