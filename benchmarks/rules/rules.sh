#!/bin/sh
# What 200 rules cost beside none: rules.sh PAIRS CAPTURE... (see rules.py and ../Micro/RulesCost.cs)
set -eu
here=$(dirname "$(readlink -f "$0")")
pairs=$1
shift
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
python3 "$here/rules.py" "$scratch/rules.yaml" 200
dotnet run -c Release --project "$here/../Micro" -- rules "$scratch/rules.yaml" "$pairs" "$@"
