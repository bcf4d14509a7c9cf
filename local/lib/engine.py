"""The Pulumi engine: its CLI, its Java language host and its AWS provider.

An installed CLI and the published provider come first; what cannot be had is downloaded, and what cannot be
downloaded is built from source, which needs Go and nothing but the Go module proxy. See local/README.md.
"""

import http.client
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

import places
import requirements
from console import fail, long_step, say, tail

VERSION = "3.259.0"
# The oldest that may be installed already. Older ones lack settings with a schema of arrays or print other texts.
OLDEST = (3, 200)
AWS_VERSION = "6.83.0"
TERRAFORM_AWS_VERSION = "5.100.0"
DOWNLOADS = os.environ.get("SAVEPOINT_PULUMI_DOWNLOADS", "https://get.pulumi.com/releases/sdk")
GO_NEEDED = (1, 25)

_SYSTEM = platform.system().lower()
_GO_ARCHITECTURE = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
_MODULES = places.LOCAL / "engine"
_SIZES = ".sizes.json"


class Engine:
    def __init__(self, binaries, home, variables):
        self.pulumi = str(binaries / "pulumi")
        self.binaries = binaries
        self.home = home
        self.variables = variables


def get():
    """The engine, got in whatever way this machine allows; quick once it is there."""
    with places.locked(places.CACHE):
        binaries = _installed_cli() or _cached_cli()
        home = _home_with_plugin()
        if not (binaries and home):
            online = _reachable(f"{DOWNLOADS}/")
            if not online:
                _require_for_building(cli=not binaries, plugin=not home)
            binaries = binaries or (online and _downloaded_cli()) or _built_cli()
            home = home or (online and _downloaded_plugin(binaries)) or _built_plugin(binaries)
        return Engine(binaries, home, _plugin_variables(home))


# --- CLI and language host -------------------------------------------------------------------------------------------


def _installed_cli():
    found = shutil.which("pulumi")
    if not found:
        return None
    said = subprocess.run([found, "version"], capture_output=True, text=True).stdout
    match = re.match(r"v(\d+)\.(\d+)", said)
    version = tuple(map(int, match.groups())) if match else (0, 0)
    folder = Path(found).resolve().parent
    if version[0] != OLDEST[0] or version < OLDEST:
        say(f"Not using {found} {said.strip()}: this project wants 3.{OLDEST[1]} or a later 3.x")
        return None
    if not (folder / "pulumi-language-java").exists():
        say(f"Not using {found}: it lies apart from pulumi-language-java")
        return None
    return folder


def _downloaded_folder():
    return places.CACHE / f"pulumi-{VERSION}"


def _built_cli_folder():
    versions = [_MODULES / module / name for module in ("cli", "plugins") for name in ("go.mod", "go.sum")]
    return places.cached("cli", *versions)


def _cached_cli():
    for folder in (_downloaded_folder(), _built_cli_folder()):
        if folder.exists():
            _require_whole(folder, "pulumi", "pulumi-language-java")
            return folder
    return None


def _require_whole(folder, *programs):
    """Ends with what to do if a program of the cache is not as it was put there: copied, cut off or half deleted."""
    sizes = folder / _SIZES
    if sizes.exists():
        expected = json.loads(sizes.read_text())
        found = {name: (folder / name).stat().st_size for name in expected if (folder / name).exists()}
        if found == expected:
            return
    elif all((folder / name).exists() and (folder / name).stat().st_size > 0 for name in programs):
        return
    fail(f"the tools in {folder} were cut off or half deleted: delete this folder, and run this again to get them anew")


def _remember_sizes(folder, *programs):
    (folder / _SIZES).write_text(json.dumps({name: (folder / name).stat().st_size for name in programs}))


def _downloaded_cli():
    architecture = {"amd64": "x64"}.get(_GO_ARCHITECTURE, _GO_ARCHITECTURE)
    address = f"{DOWNLOADS}/pulumi-v{VERSION}-{_SYSTEM}-{architecture}.tar.gz"
    with tempfile.TemporaryDirectory(dir=places.CACHE) as temporary:
        downloaded = long_step(
            f"Downloading the Pulumi CLI {VERSION}",
            "It runs the program",
            "about a minute",
            [sys.executable, str(Path(__file__).with_name("download.py")), address, temporary],
            places.LOGS / "download-pulumi.log",
        )
        if not downloaded:
            say(f"    could not be downloaded from {address}")
            return None
        _remember_sizes(Path(temporary) / "pulumi", "pulumi", "pulumi-language-java")
        (Path(temporary) / "pulumi").rename(_downloaded_folder())
    return _downloaded_folder()


def _built_cli():
    _require_for_building(cli=True)
    with tempfile.TemporaryDirectory(dir=places.CACHE) as temporary:
        binaries = Path(temporary) / "bin"
        _go_build(
            "the Pulumi CLI",
            "It runs the program, and could not be downloaded",
            "about 4 minutes the first time",
            "cli",
            "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
            binaries / "pulumi",
            f"-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v{VERSION}",
        )
        _go_build(
            "Pulumi's Java language host",
            "It starts the program for the engine",
            "about 1 minute the first time",
            "plugins",
            "github.com/pulumi/pulumi-java/pkg/cmd/pulumi-language-java",
            binaries / "pulumi-language-java",
        )
        _remember_sizes(binaries, "pulumi", "pulumi-language-java")
        # Both at once, so that a build that was interrupted leaves nothing that looks complete.
        binaries.rename(_built_cli_folder())
    return _built_cli_folder()


# --- AWS provider ----------------------------------------------------------------------------------------------------


# Published and built plugins have homes of their own, so that a built one never hides a published one.
def _published_home():
    return places.CACHE / f"home-published-{AWS_VERSION}"


def _built_home():
    return places.cached("home-built", *_sources("plugins"))


def _home_with_plugin():
    """The PULUMI_HOME that has the provider, if one has; a built one serves until the cache is deleted."""
    return next((home for home in (_published_home(), _built_home()) if _has_plugin(home)), None)


def _has_plugin(home):
    folder = home / "plugins" / f"resource-aws-v{AWS_VERSION}"
    if not folder.exists():
        return False
    _require_whole(folder, "pulumi-resource-aws")
    return True


def _downloaded_plugin(binaries):
    home = _published_home()
    installed = long_step(
        f"Downloading Pulumi's AWS provider {AWS_VERSION}",
        "It creates the resources",
        "about a minute",
        [str(binaries / "pulumi"), "plugin", "install", "resource", "aws", AWS_VERSION],
        places.LOGS / "download-aws-plugin.log",
        env={**os.environ, "PULUMI_HOME": str(home)},
    )
    return home if installed and _has_plugin(home) else None


def _built_plugin(binaries):
    _require_for_building(plugin=True)
    home = _built_home()
    with tempfile.TemporaryDirectory(dir=places.CACHE) as temporary:
        plugin = Path(temporary) / "pulumi-resource-aws"
        _go_build(
            "Pulumi's AWS provider",
            "It creates the resources, and could not be downloaded",
            "about 2 minutes the first time",
            "plugins",
            ".",
            plugin,
        )
        archive = Path(temporary) / "aws.tgz"
        with tarfile.open(archive, "w:gz", compresslevel=1) as tar:
            tar.add(plugin, plugin.name)
        subprocess.run(
            [str(binaries / "pulumi"), "plugin", "install", "resource", "aws", AWS_VERSION, "--file", str(archive)],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PULUMI_HOME": str(home)},
        )
    _remember_sizes(home / "plugins" / f"resource-aws-v{AWS_VERSION}", "pulumi-resource-aws")
    return home


def _plugin_variables(home):
    """What the plugin wants in its environment: the built one wraps Terraform's provider and must find it."""
    if home == _published_home():
        return {}
    provider = _terraform_provider()
    if not provider:
        fail(_TERRAFORM_PROVIDER_IS_MISSING)
    # The Terraform bridge wants a file name without a version.
    link = home / "terraform-provider-aws"
    if not link.exists() or link.resolve() != provider.resolve():
        link.unlink(missing_ok=True)
        link.symlink_to(provider)
    return {"TERRAFORM_PROVIDER_AWS": str(link)}


_TERRAFORM_PROVIDER_BELOW = (
    f"registry.terraform.io/hashicorp/aws/{TERRAFORM_AWS_VERSION}/{_SYSTEM}_{_GO_ARCHITECTURE}/"
    f"terraform-provider-aws_v{TERRAFORM_AWS_VERSION}_x5"
)
_TERRAFORM_PROVIDER_IS_MISSING = (
    f"Terraform's AWS provider {TERRAFORM_AWS_VERSION}, which the AWS provider that is built from source wraps, and which "
    "no package registry has: download it from releases.hashicorp.com and set SAVEPOINT_TERRAFORM_PROVIDER_AWS to it, or "
    f"put it into a Terraform filesystem mirror as ~/.terraform.d/plugins/{_TERRAFORM_PROVIDER_BELOW}"
)


def _terraform_provider():
    """Terraform's AWS provider, in the layout of a Terraform filesystem mirror, or None."""
    named = os.environ.get("SAVEPOINT_TERRAFORM_PROVIDER_AWS")
    if named:
        if not os.access(named, os.X_OK):
            fail(f"SAVEPOINT_TERRAFORM_PROVIDER_AWS must name an executable file, got '{named}'")
        return Path(named).absolute()
    mirrors = [
        Path.home() / ".terraform.d/plugins",
        Path.home() / ".local/share/terraform/plugins",
        Path("/usr/local/share/terraform/plugins"),
        Path("/usr/share/terraform/plugins"),
        *(sorted(Path("/opt").iterdir()) if Path("/opt").is_dir() else []),
    ]
    found = (mirror / _TERRAFORM_PROVIDER_BELOW for mirror in mirrors)
    return next((provider for provider in found if provider.exists()), None)


# --- shared ----------------------------------------------------------------------------------------------------------


def _sources(module):
    return sorted(path for path in (_MODULES / module).iterdir() if path.is_file())


def _go_build(what, why, about, module, package, output, linker_flags=""):
    log = places.LOGS / f"build-{output.name}.log"
    succeeded = long_step(
        f"Building {what} from source",
        why,
        about,
        ["go", "build", "-trimpath", "-ldflags", f"-s -w {linker_flags}", "-o", str(output), package],
        log,
        cwd=_MODULES / module,
        env={**os.environ, "CGO_ENABLED": "0", "GOFLAGS": "-mod=readonly -buildvcs=false"},
    )
    if not succeeded:
        fail(f"building {what} failed; the end of {log}:\n{tail(log)}")


def _require_for_building(cli=False, plugin=False):
    """Ends with one message if what could not be downloaded cannot be built either."""
    missing = []
    found = requirements.go_version()
    if not found or found < GO_NEEDED:
        what = " and ".join(["the Pulumi CLI"] * cli + ["Pulumi's AWS provider"] * plugin)
        missing.append(
            f"Go {GO_NEEDED[0]}.{GO_NEEDED[1]} or later, to build {what} (found {requirements.shown(found)}): install it "
            f"from go.dev/dl or your system's packages"
        )
    if plugin and not _terraform_provider():
        missing.append(_TERRAFORM_PROVIDER_IS_MISSING)
    if missing:
        fail(
            f"{DOWNLOADS} cannot be reached, from where the Pulumi engine comes, and to build it something is missing:\n"
            "  - " + "\n  - ".join(missing) + f"\nOr install Pulumi {VERSION} or a later 3.x, from pulumi.com/docs/install."
        )


def _reachable(address):
    try:
        request = urllib.request.Request(address, method="HEAD")
        urllib.request.urlopen(request, timeout=5).close()
        return True
    except urllib.error.HTTPError:
        # Whatever it says of this address, it is there.
        return True
    except (OSError, http.client.HTTPException):
        return False
