"""Checks that programs in the cache are complete: not partially copied, truncated or partially deleted."""

import json

from console import fail

_SIZES = ".sizes.json"


def remember(folder, *programs):
    (folder / _SIZES).write_text(json.dumps({name: (folder / name).stat().st_size for name in programs}))


def require(folder, *programs):
    """Exits with instructions if one of the programs is incomplete."""
    sizes = folder / _SIZES
    if sizes.exists():
        expected = json.loads(sizes.read_text())
        found = {name: (folder / name).stat().st_size for name in expected if (folder / name).exists()}
        if found == expected:
            return
    elif all((folder / name).exists() and (folder / name).stat().st_size > 0 for name in programs):
        return
    fail(f"the tools in {folder} are incomplete: delete this folder and run this command again to reinstall them")
