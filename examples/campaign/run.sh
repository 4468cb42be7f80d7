#!/usr/bin/env bash
# A campaign from its table to a page on which its clips are approved. Usage: examples/campaign/run.sh [FOLDER]
set -euo pipefail
folder=${1:-branch-news}
cp -r "$(dirname "$0")" "$folder"

avatar campaign check "$folder"
avatar campaign run "$folder/campaign.yaml" --limit 1
avatar campaign run "$folder/campaign.yaml"

# One edited cell is one new clip; the others are left as they are.
sed -i 's/欢迎光临。/欢迎您！/' "$folder/table.csv"
avatar campaign run "$folder/campaign.yaml" --json
avatar campaign status "$folder"
