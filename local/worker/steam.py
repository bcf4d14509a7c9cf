"""The simulated Steam API. It can be slow, hang or be down: for one message, with its field "simulate"; for all, with
./local/steam.

The real one is GetOwnedGames: https://partner.steamgames.com/doc/webapi/IPlayerService
"""

import os
import random
import time
from pathlib import Path

SLOW_SECONDS = 2
HANG_SECONDS = 3600


def owned_games(message, api_key):
    """The games of a user: always the same ones for the same Steam ID."""
    state = message.simulate or _switch()
    if state == "down":
        raise OSError("Steam API answered 503")
    if state in ("slow", "hang"):
        time.sleep(SLOW_SECONDS if state == "slow" else HANG_SECONDS)
    if not api_key:
        raise OSError("Steam API answered 403")
    numbers = random.Random(message.steam_id)
    return [
        {"appid": appid, "playtime_forever": numbers.randrange(100_000)}
        for appid in sorted(numbers.sample(range(10, 3_000_000, 10), numbers.randrange(1, 500)))
    ]


def _switch():
    try:
        return (Path(os.environ["SAVEPOINT_LOCAL_STATE"]) / "steam").read_text(encoding="utf-8")
    except (KeyError, FileNotFoundError):
        return "up"
