#!/usr/bin/env bash
# Installs a program by the system's package manager when it is missing, and says so.
# Usage: need.sh PROGRAM PACKAGE
set -euo pipefail
program=$1
package=$2

fail() {
  printf '%s is missing. %s\n' "$program" "$1" >&2
  exit 1
}

command -v "$program" >/dev/null && exit 0
command -v apt-get >/dev/null ||
  fail "There is no apt-get here: install $package with this system's package manager, then run make again."

root=()
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null || fail "Run as root: apt-get install $package. Then run make again."
  root=(sudo)
fi

echo "Installing $package with apt-get: $program is missing on this machine"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# The package starts a service where there is an init system; Doorstep runs its own on a port of its own.
if ! { "${root[@]}" apt-get update && "${root[@]}" apt-get install -y --no-install-recommends "$package"; } >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  fail "apt-get install $package failed (above). Mend that, then run make again."
fi
command -v "$program" >/dev/null || fail "apt-get installed $package, yet $program is not on the PATH."
echo "Installed $package"
