# Sourced by the other scripts: how they speak, and where data lies.

say() { printf '==> %s\n' "$*"; }

die() {
  printf '\nStopped: %s\n' "$*" >&2
  exit 1
}

VAR=${LMS_VAR_DIR:-var}
PORT=${PORT:-8000}
export PIP_DISABLE_PIP_VERSION_CHECK=1
