"""The programs that are compared, ready to run, and what one run of them took."""

import os
import shutil
import subprocess
import time

import places
from console import fail

import compare
import tools
from processes import Watch

STACK = "bench"


class Run:
    """What a command printed, how long it took and, if it was watched, its language host's part of that."""

    def __init__(self, output, seconds, processes):
        self.output = output
        self.seconds = seconds
        # The engine starts the host more than once: the last one runs the program.
        started = [p for p in processes if p.parent and "/pulumi-language-" in p.parent.command]
        listings = [p for p in started if "com.pulumi.bootstrap.internal.Main" in p.command]
        self.program = max((p for p in started if p not in listings), key=lambda p: p.seconds, default=None)
        self.listing_seconds = sum(p.seconds for p in listings)


class Program:
    """Settings are those of the project, and stay set in its stack file."""

    def __init__(self, session, name, folder, environment, forget=None):
        self.name = name
        self._engine = session.engine.pulumi
        self._folder = folder
        self._environment = environment
        self._forget = forget

    def preview(self, watched=False, **settings):
        return self._run("preview", watched=watched, **settings)

    def warm(self, **settings):
        """Lets the program make itself ready for all later runs: the second one writes the archive."""
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
        configured = [item for name, value in settings.items() for item in ("--config", f"savepoint:{name}={value}")]
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
            processes = watch.stop() if watch else []
        if process.returncode != 0:
            fail(f"{command} of {self.name} failed:\n{output}{errors}")
        return Run(output, seconds, processes)


class Programs:
    """All of them, with one engine, one provider and one emulator."""

    def __init__(self, session):
        session.ensure_stack(STACK)
        project = session.command()[2]
        java = session.environment
        hosts = {**java, "PATH": f"{tools.hosts(session.engine.binaries)}{os.pathsep}{java['PATH']}"}
        target = places.ROOT / "target"
        maven = {**java, "SAVEPOINT_LAUNCH_BY_MAVEN": "1"}
        self.first_stock = Program(session, "Java as Pulumi ships it, first run", project, maven, forget=target / "classes")
        self.stock = Program(session, "Java as Pulumi ships it", project, maven)
        self.first = Program(session, "Java, first run", project, java, forget=target / "launch")
        self.java = Program(session, "Java", project, java)
        self.pipelines = Program(session, "Java", tools.project(session, tools.pipelines(), STACK, java), java)
        self.typescript = Program(session, "TypeScript", tools.project(session, tools.typescript(), STACK, hosts), hosts)
        self._session, self._hosts = session, hosts

    def differences(self):
        """What Java and TypeScript plan differently: one line each."""
        return compare.differences(self.java.plan(), self.typescript.plan(pipelines=1)) + compare.differences(
            self.pipelines.plan(pipelines=2), self.typescript.plan(pipelines=2)
        )

    def python(self):
        """Registers the plan of the TypeScript program."""
        plan = places.STATE / "bench-plan.json"
        plan.write_text(self.typescript.plan(pipelines=1))
        path = f"{tools.python_environment() / 'bin'}{os.pathsep}{self._hosts['PATH']}"
        environment = {**self._hosts, "PATH": path, "BENCH_PLAN": str(plan)}
        program = Program(
            self._session, "Python", tools.project(self._session, tools.HERE / "python", STACK, environment), environment
        )
        different = compare.differences(plan.read_text(), program.plan())
        if different:
            fail("Python plans different resources:\n  - " + "\n  - ".join(different))
        return program
