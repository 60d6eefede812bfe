#!/bin/sh
# Usage: compare.sh BULK HL7 [--runs N] [--sensor CMD] [--skip TOOL] [--record [DIR]]
exec python3 "$(dirname "$0")/compare.py" "$@"
