#!/usr/bin/env bash
# Makes figure.png, the picture in README.md: a figure's page of the running demo. Needs Chromium and a Japanese font (Debian: chromium, fonts-noto-cjk),
# and the key of this machine's user (`casestudies key`) in CASESTUDIES_KEY.
set -euo pipefail
base=${1:-http://localhost:5080}
here=$(cd "$(dirname "$0")" && pwd)
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
chromium --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --hide-scrollbars --user-data-dir="$profile" \
    --window-size=980,1240 --screenshot="$here/figure.png" \
    "$base/organisations/ysc/initiatives/ysc-hachifuku-flowerbed/figures/cafe-youth?lang=en&key=$CASESTUDIES_KEY"
