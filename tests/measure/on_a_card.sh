#!/usr/bin/env bash
# What has to be tried where there is an NVIDIA card, in one go and under ten minutes; nothing is installed or fetched.
#
#     PYTHON=/opt/networks/bin/python OUT=/tmp/card bash tests/measure/on_a_card.sh [OPTIONS OF avatar bench gpu]
#
# PYTHON has torch and, for the rest, spandrel, onnxruntime-gpu, insightface and face-alignment: what is missing is
# skipped, and told. OUT gets the tests' summary, the table and its numbers. DEVICE=cpu tries the script itself.
set -uo pipefail
cd "$(dirname "$0")/../.."
python=${PYTHON:-python3} out=${OUT:-$(mktemp -d)} device=${DEVICE:-cuda}
mkdir -p "$out"
export PYTHONPATH=$PWD AVATAR_HOME=$out/home

"$python" -c '
import torch
print("torch", torch.__version__, torch.cuda.get_device_name() if torch.cuda.is_available() else "no card")
try:
    import onnxruntime
    print("onnxruntime", onnxruntime.__version__, *onnxruntime.get_available_providers())
except ImportError:
    print("no onnxruntime")
' | tee "$out/machine.txt"

# Equality with what they were re-built from, and that each runs where it is told.
timeout 240 "$python" -m pytest -q -p no:cacheprovider -rs tests/neural 2>&1 | tail -n 40 | tee "$out/tests.txt"
tests=${PIPESTATUS[0]}

# Pictures per second of each network alone, and of whole films in 1080p.
timeout 300 "$python" -m avatar bench gpu --device "$device" --force --markdown "$out/gpu.md" --json "$@" >"$out/gpu.json"
bench=$?
cat "$out/gpu.md"
echo "tests ended with $tests, the bench with $bench"
[ "$tests" -eq 0 ] && [ "$bench" -eq 0 ]
