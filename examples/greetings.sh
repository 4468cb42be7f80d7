#!/usr/bin/env bash
# One clip per line of a table of languages and texts. Usage: examples/greetings.sh [FOLDER]
set -euo pipefail
folder=${1:-greetings}
mkdir -p "$folder"

while IFS='|' read -r language text; do
  avatar say --portrait amara --lang "$language" --size 256x256 --quiet -o "$folder/$language.mp4" "$text"
done <<'TABLE'
zh|您好！
en|Hello!
es|¡Buenos días!
TABLE
