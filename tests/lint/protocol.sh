#!/bin/sh
# protocol.sh - runs protocol.py, which holds the specification to the code
exec python3 "$(dirname "$0")/protocol.py" "$@"
