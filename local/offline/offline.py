"""Builds the engine from source, on a machine that can reach the Go module proxy but not Pulumi's downloads."""

import hashlib
import os
import platform
import subprocess
import tarfile
import tempfile
from pathlib import Path

import places
import requirements
import versions
import wholeness
from console import fail, long_step, tail

GO_NEEDED = (1, 25)

_MODULES = places.LOCAL / "offline"
_ARCHITECTURE = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
_PLATFORM = f"{platform.system().lower()}_{_ARCHITECTURE}"


def cli_folder():
    files = [_MODULES / module / name for module in ("cli", "plugins") for name in ("go.mod", "go.sum")]
    return places.cached("cli", *files)


def build_cli():
    require(cli=True)
    with tempfile.TemporaryDirectory(dir=places.CACHE) as temporary:
        binaries = Path(temporary) / "bin"
        _go_build(
            "the Pulumi CLI",
            "It runs the program, and could not be downloaded",
            "about 4 minutes the first time",
            "cli",
            "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
            binaries / "pulumi",
            f"-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v{versions.PULUMI}",
        )
        _go_build(
            "Pulumi's Java language host",
            "It starts the program for the engine",
            "about 1 minute the first time",
            "plugins",
            "github.com/pulumi/pulumi-java/pkg/cmd/pulumi-language-java",
            binaries / "pulumi-language-java",
        )
        wholeness.remember(binaries, "pulumi", "pulumi-language-java")
        # Both together, so that an interrupted build leaves nothing that looks complete.
        binaries.rename(cli_folder())
    return cli_folder()


def home():
    return places.cached("home-built", *_sources("plugins"))


def build_plugin(binaries):
    require(plugin=True)
    built = home()
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
            [str(binaries / "pulumi"), "plugin", "install", "resource", "aws", versions.AWS_PROVIDER, "--file", str(archive)],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PULUMI_HOME": str(built)},
        )
    wholeness.remember(built / "plugins" / f"resource-aws-v{versions.AWS_PROVIDER}", "pulumi-resource-aws")
    return built


def plugin_variables():
    """The environment variables that the built plugin requires to find Terraform's provider, which it wraps."""
    provider = _terraform_provider()
    if not provider:
        fail(_TERRAFORM_PROVIDER_IS_MISSING)
    # The Terraform bridge requires a file name without a version.
    link = home() / "terraform-provider-aws"
    if not link.exists() or link.resolve() != provider.resolve():
        link.unlink(missing_ok=True)
        link.symlink_to(provider)
    # Named after the provider, so that another one has its own.
    identity = hashlib.sha256(places.stamp(provider).encode()).hexdigest()[:12]
    return {"TERRAFORM_PROVIDER_AWS": str(link), "SAVEPOINT_PROVIDER_SCHEMAS": str(home() / f"schemas-{identity}.json")}


_TERRAFORM_PROVIDER_BELOW = (
    f"registry.terraform.io/hashicorp/aws/{versions.TERRAFORM_AWS_PROVIDER}/{_PLATFORM}/"
    f"terraform-provider-aws_v{versions.TERRAFORM_AWS_PROVIDER}_x5"
)
_TERRAFORM_PROVIDER_IS_MISSING = (
    f"Terraform's AWS provider {versions.TERRAFORM_AWS_PROVIDER}, which the AWS provider built from source wraps and "
    "which is not in any package registry: download it from releases.hashicorp.com and set SAVEPOINT_TERRAFORM_PROVIDER_AWS to its path, or "
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
        Path(os.path.expanduser("~")) / ".terraform.d/plugins",
        Path(os.path.expanduser("~")) / ".local/share/terraform/plugins",
        Path("/usr/local/share/terraform/plugins"),
        Path("/usr/share/terraform/plugins"),
        *(sorted(Path("/opt").iterdir()) if Path("/opt").is_dir() else []),
    ]
    found = (mirror / _TERRAFORM_PROVIDER_BELOW for mirror in mirrors)
    return next((provider for provider in found if provider.exists()), None)


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
        env=_go_environment(),
    )
    if not succeeded:
        fail(f"building {what} failed; the end of {log}:\n{tail(log)}")


def _go_environment():
    """Builds for this machine and with these modules, regardless of the caller's Go settings."""
    inherited = {name: value for name, value in os.environ.items() if name not in ("GOOS", "GOARCH", "GOARM64", "GOAMD64")}
    return {**inherited, "CGO_ENABLED": "0", "GOWORK": "off", "GO111MODULE": "on", "GOFLAGS": "-mod=readonly -buildvcs=false"}


def require(cli=False, plugin=False):
    """Exits with one message if what could not be downloaded cannot be built either."""
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
            f"the Pulumi engine cannot be downloaded from {versions.PULUMI_DOWNLOADS}, and something is missing to build it:\n"
            "  - " + "\n  - ".join(missing) + f"\nOr install Pulumi {versions.PULUMI} or a later 3.x, from pulumi.com/docs/install."
        )


