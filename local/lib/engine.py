"""The Pulumi engine: its CLI, its Java language host and its AWS provider.

An installed CLI and the published provider are preferred. What is missing is downloaded, and what cannot be downloaded
is built from source by local/offline. See local/README.md.
"""

import http.client
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

import places
import versions
import wholeness
from console import long_step, say

# Kept separate, because hardly anybody needs it.
sys.path.append(str(places.LOCAL / "offline"))
import offline

# The oldest installed version that is used. Older ones do not support arrays in the configuration schema or print other
# messages.
OLDEST = (3, 200)

_ARCHITECTURE = {"x86_64": "x64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())


class Engine:
    def __init__(self, binaries, home, variables):
        self.pulumi = str(binaries / "pulumi")
        self.binaries = binaries
        self.home = home
        self.variables = variables


def get():
    """The engine, obtained in any way that works on this machine; fast once it is installed."""
    with places.locked(places.CACHE):
        binaries = _installed_cli() or _cached_cli()
        home = _home_with_plugin()
        if not (binaries and home):
            online = _reachable(f"{versions.PULUMI_DOWNLOADS}/")
            if not online:
                offline.require(cli=not binaries, plugin=not home)
            binaries = binaries or (online and _downloaded_cli()) or offline.build_cli()
            home = home or (online and _downloaded_plugin(binaries)) or offline.build_plugin(binaries)
        return Engine(binaries, home, {} if home == _published_home() else offline.plugin_variables())


def _installed_cli():
    found = shutil.which("pulumi")
    if not found:
        return None
    said = subprocess.run([found, "version"], capture_output=True, text=True).stdout
    match = re.match(r"v(\d+)\.(\d+)", said)
    version = tuple(map(int, match.groups())) if match else (0, 0)
    folder = Path(found).resolve().parent
    if version[0] != OLDEST[0] or version < OLDEST:
        say(f"Not using {found} {said.strip()}: this project needs 3.{OLDEST[1]} or a later 3.x")
        return None
    if not (folder / "pulumi-language-java").exists():
        say(f"Not using {found}: pulumi-language-java is not in the same folder")
        return None
    return folder


def _downloaded_folder():
    return places.CACHE / f"pulumi-{versions.PULUMI}"


def _cached_cli():
    for folder in (_downloaded_folder(), offline.cli_folder()):
        if folder.exists():
            wholeness.require(folder, "pulumi", "pulumi-language-java")
            return folder
    return None


def _downloaded_cli():
    address = f"{versions.PULUMI_DOWNLOADS}/pulumi-v{versions.PULUMI}-{platform.system().lower()}-{_ARCHITECTURE}.tar.gz"
    with tempfile.TemporaryDirectory(dir=places.CACHE) as temporary:
        downloaded = long_step(
            f"Downloading the Pulumi CLI {versions.PULUMI}",
            "It runs the program",
            "about a minute",
            [sys.executable, str(Path(__file__).with_name("download.py")), address, temporary],
            places.LOGS / "download-pulumi.log",
        )
        if not downloaded:
            say(f"    could not be downloaded from {address}")
            return None
        wholeness.remember(Path(temporary) / "pulumi", "pulumi", "pulumi-language-java")
        (Path(temporary) / "pulumi").rename(_downloaded_folder())
    return _downloaded_folder()


# Published and built plugins have separate homes, so that a built one never hides a published one.
def _published_home():
    return places.CACHE / f"home-published-{versions.AWS_PROVIDER}"


def _home_with_plugin():
    """The PULUMI_HOME with the provider, or None. A built provider is used until the cache is deleted."""
    return next((home for home in (_published_home(), offline.home()) if _has_plugin(home)), None)


def _has_plugin(home):
    folder = home / "plugins" / f"resource-aws-v{versions.AWS_PROVIDER}"
    if not folder.exists():
        return False
    wholeness.require(folder, "pulumi-resource-aws")
    return True


def _downloaded_plugin(binaries):
    home = _published_home()
    installed = long_step(
        f"Downloading Pulumi's AWS provider {versions.AWS_PROVIDER}",
        "It creates the resources",
        "about a minute",
        [str(binaries / "pulumi"), "plugin", "install", "resource", "aws", versions.AWS_PROVIDER],
        places.LOGS / "download-aws-plugin.log",
        env={**os.environ, "PULUMI_HOME": str(home)},
    )
    return home if installed and _has_plugin(home) else None


def _reachable(address):
    try:
        request = urllib.request.Request(address, method="HEAD")
        urllib.request.urlopen(request, timeout=5).close()
        return True
    except urllib.error.HTTPError:
        # Any HTTP status means that the server is reachable.
        return True
    except (OSError, http.client.HTTPException):
        return False
