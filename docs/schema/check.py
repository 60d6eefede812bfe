#!/usr/bin/env python3
"""Checks result folders against the schemas beside this file: check.py DIR... (needs python3-jsonschema, 4.10 or later).

Says every line that doesn't fit, then how many of each type did; exits with 1 when one didn't.
"""
import collections
import json
import pathlib
import sys

import jsonschema

HERE = pathlib.Path(__file__).resolve().parent
SCHEMAS = {path.name: json.loads(path.read_text()) for path in HERE.glob("*.schema.json")}


def validator(name):
    schema = SCHEMAS[name + ".schema.json"]
    jsonschema.Draft202012Validator.check_schema(schema)
    try:
        from referencing import Registry, Resource
    except ImportError:
        return jsonschema.Draft202012Validator(schema, resolver=jsonschema.RefResolver.from_schema(schema, store=SCHEMAS))
    registry = Registry().with_resources((key, Resource.from_contents(value)) for key, value in SCHEMAS.items())
    return jsonschema.Draft202012Validator(schema, registry=registry)


def documents(folder):
    """All that a result folder holds, as (where, name of its schema, document)."""
    for name in ("events", "alerts", "devices", "findings"):
        path = folder / f"{name}.jsonl"
        with open(path, encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                document = json.loads(line)
                yield f"{path}:{number}", document.get("event_type", "") if name in ("events", "alerts") else name, document
    path = folder / "summary.json"
    yield str(path), "summary", json.loads(path.read_text(encoding="utf-8"))


def main(folders):
    validators = {name.removesuffix(".schema.json"): validator(name.removesuffix(".schema.json")) for name in SCHEMAS}
    good, bad = collections.Counter(), 0
    for folder in folders:
        for where, name, document in documents(pathlib.Path(folder)):
            if name not in validators:
                errors = [f"no schema for {name!r}"]
            else:
                errors = [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in validators[name].iter_errors(document)]
            for error in errors:
                print(f"{where}: {error}")
            good[name] += not errors
            bad += bool(errors)
    print(", ".join(f"{count} {name}" for name, count in sorted(good.items())) + f"; {bad} don't fit")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) if len(sys.argv) > 1 else __doc__)
