"""Whether programs in the cache are as they were put there: not copied in part, cut off or half deleted."""

import json

from console import fail

_SIZES = ".sizes.json"


def remember(folder, *programs):
    (folder / _SIZES).write_text(json.dumps({name: (folder / name).stat().st_size for name in programs}))


def require(folder, *programs):
    """Ends with what to do if one of the programs is not whole."""
    sizes = folder / _SIZES
    if sizes.exists():
        expected = json.loads(sizes.read_text())
        found = {name: (folder / name).stat().st_size for name in expected if (folder / name).exists()}
        if found == expected:
            return
    elif all((folder / name).exists() and (folder / name).stat().st_size > 0 for name in programs):
        return
    fail(f"the tools in {folder} are incomplete: delete this folder and run this command again to reinstall them")
