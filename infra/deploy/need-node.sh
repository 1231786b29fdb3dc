#!/usr/bin/env bash
# Says what to do where Node.js is missing or too old: it is the one thing that has to be there.
set -euo pipefail
get='Install Node.js 20 LTS, at least 20.19 (https://nodejs.org), then run make again.'
command -v node >/dev/null || { echo "Node.js is missing. $get" >&2; exit 1; }
IFS=. read -r major minor _ <<<"$(node -p process.versions.node)"
if [ "$major" -lt 20 ] || { [ "$major" -eq 20 ] && [ "$minor" -lt 19 ]; }; then
  echo "Node.js $major.$minor is too old. $get" >&2
  exit 1
fi
