#!/bin/sh
# locale.sh - runs locale.py, which reads templates, sources and catalogues
exec python3 "$(dirname "$0")/locale.py" "$@"
