#!/bin/sh
# Usage: live.sh BULK HL7 [--seconds N] [--tries N] [--sensor CMD] [--skip TOOL] [--record [DIR]]        (as root)
exec python3 "$(dirname "$0")/live.py" "$@"
