"""The programs to compare, ready to run, and the results of a run."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import places
from console import fail

import compare
import tools
from processes import Watch

STACK = "bench"


class Run:
    """What a command printed and how long it took."""

    def __init__(self, output, seconds):
        self.output = output
        self.seconds = seconds


# The commands with which the language hosts for Java and Python list a program's plugins. Node's host runs no command.
LISTINGS = ("com.pulumi.bootstrap.internal.Main", "-m pip list")


class WatchedRun(Run):
    """Also shows where the time went. The plugin listing and the program run one after the other, as children of the
    host.
    """

    def __init__(self, output, seconds, processes):
        super().__init__(output, seconds)
        started = [p for p in processes if p.parent and "/pulumi-language-" in p.parent.command]
        listings = [p for p in started if any(listing in p.command for listing in LISTINGS)]
        programs = [p for p in started if p not in listings]
        if not programs:
            fail("the program was not seen among the processes that the engine started; run the measurement again")
        self.program = max(programs, key=lambda p: p.seconds)
        self.listing_seconds = sum(p.seconds for p in listings)
        # The engine starts the host more than once; only the one that runs the program counts.
        self.host_seconds = self.program.begun - self.program.parent.begun - self.listing_seconds
        self.engine_seconds = seconds - self.host_seconds - self.listing_seconds - self.program.seconds


class Program:
    """Every run gets all settings, because they persist in the project's stack file."""

    def __init__(self, session, name, folder, environment, forget=None, settings=None):
        self.name = name
        self._settings = settings or {}
        self._engine = session.engine.pulumi
        self._folder = folder
        self._environment = environment
        self._forget = forget

    def preview(self, watched=False, **settings):
        return self._run("preview", watched=watched, **settings)

    def warm(self, **settings):
        """Prepares the program for all later runs: the second run writes the archive."""
        for _ in range(2):
            self.preview(**settings)

    def update(self, **settings):
        return self._run("up", "--yes", "--skip-preview", watched=True, **settings)

    def destroy(self):
        self._run("destroy", "--yes", "--skip-preview")

    def plan(self, **settings):
        """What the engine would do, as JSON."""
        return self._run("preview", "--json", **settings).output

    def _run(self, command, *arguments, watched=False, **settings):
        given = {**self._settings, **settings}
        configured = [item for name, value in given.items() for item in ("--config", f"savepoint:{name}={value}")]
        if self._forget:
            shutil.rmtree(self._forget, ignore_errors=True)
        begun = time.monotonic()
        process = subprocess.Popen(
            [self._engine, command, *arguments, "--cwd", self._folder, "--stack", STACK, "--non-interactive", *configured],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        watch = Watch(process.pid) if watched else None
        try:
            output, errors = process.communicate()
        finally:
            seconds = time.monotonic() - begun
            process.terminate()
            processes = watch.stop() if watch else None
        if process.returncode != 0:
            fail(f"{command} of {self.name} failed:\n{output}{errors}")
        return WatchedRun(output, seconds, processes) if watched else Run(output, seconds)


class Programs:
    """All programs, with one engine, one provider and one emulator."""

    def __init__(self, session):
        session.ensure_stack(STACK)
        java = session.environment
        maven = {**java, "SAVEPOINT_LAUNCH_BY_MAVEN": "1"}
        hosts = {**java, "PATH": f"{tools.hosts(session.engine.binaries)}{os.pathsep}{java['PATH']}"}
        python = {**hosts, "PATH": f"{tools.python_environment() / 'bin'}{os.pathsep}{hosts['PATH']}"}
        resting, spinning = {"pipelines": 1, "rest": "true"}, {"pipelines": 1, "rest": "false"}

        def project(folder, environment):
            return tools.project(session, folder, STACK, environment)

        stock = project(tools.stock(), java)
        pipelines = project(tools.pipelines(), java)
        app = session.command()[2]
        self.first_stock = Program(
            session, "Java as Pulumi ships it, first run", stock, maven, forget=stock / "target", settings=spinning
        )
        self.stock = Program(session, "Java as Pulumi ships it", stock, maven, settings=spinning)
        self.first = Program(session, "Java, first run", app, java, forget=places.ROOT / "target" / "launch")
        self.java = Program(session, "Java", app, java)
        self.pipelines = Program(session, "Java", pipelines, java, settings=resting)
        self._plan = self._plan_of(self.java, "app")
        plan = {"plan": self._plan}
        self.typescript = Program(session, "TypeScript", project(tools.typescript(), hosts), hosts, settings=plan)
        self.python = Program(session, "Python", project(tools.python(), python), python, settings=plan)

    @staticmethod
    def _plan_of(program, name, **settings):
        """A file with the plan of a program, for the programs that register a plan."""
        file = places.STATE / f"bench-plan-{name}.json"
        file.write_text(program.plan(**settings))
        return str(file)

    def plan_of_pipelines(self, count):
        return self._plan_of(self.pipelines, f"{count}-pipelines", pipelines=count)

    def differences(self):
        """The differences between the plans of the programs, one line each."""
        java = Path(self._plan).read_text()
        return compare.differences(java, self.typescript.plan()) + compare.differences(java, self.python.plan())
