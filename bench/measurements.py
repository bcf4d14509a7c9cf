"""The measurements: each runs programs in turn and returns the lines of a table."""

import statistics
import subprocess
import time

import places
from console import fail, say


def preview(programs, rounds):
    """Every round runs all programs in turn, so that other load on the machine affects all of them.
    Each program runs once unobserved, to measure the time, and once observed, to see where the time goes."""
    compared = (
        programs.first_stock,
        programs.stock,
        programs.first,
        programs.java,
        programs.typescript,
        programs.python,
    )
    runs = {program: [] for program in compared}
    watched = {program: [] for program in compared}
    for number in range(1, rounds + 1):
        for program in compared:
            if program is programs.java:
                program.warm()  # the previous program deleted the files that this one needs
            runs[program].append(program.preview())
            watched[program].append(program.preview(watched=True))
        say(f"Round {number}: " + ", ".join(f"{program.name} {runs[program][-1].seconds:.1f} s" for program in compared))

    def median(program, of):
        return statistics.median(of(run) for run in watched[program])

    base = statistics.median(run.seconds for run in runs[programs.typescript])
    base_alone = median(programs.typescript, lambda run: run.program.seconds)
    rows = []
    for program in compared:
        seconds = statistics.median(run.seconds for run in runs[program])
        alone = median(program, lambda run: run.program.seconds)
        cells = [
            program.name,
            f"{seconds:.1f} s",
            f"{seconds / base:.2f}",
            f"{median(program, lambda run: run.engine_seconds):.1f} s",
            f"{median(program, lambda run: run.host_seconds):.1f} s",
            f"{median(program, lambda run: run.listing_seconds):.1f} s",
            f"{alone:.1f} s",
            f"{alone / base_alone:.2f}",
            f"{median(program, lambda run: run.program.cpu_seconds):.1f} s",
        ]
        rows.append(f"| {' | '.join(cells)} |")
    return [
        f"| median of {rounds} | preview | vs. TypeScript | engine | host | plugin listing | program | vs. TypeScript "
        "| its CPU time |",
        "| --- |" + " ---: |" * 8,
        *rows,
    ]


def growth(programs, rounds):
    """How time and memory grow with the number of pipelines in one program."""
    counts = (1, 10, 100)
    compared = (programs.pipelines, programs.typescript)
    programs.pipelines.warm()
    rows = []
    first = {}
    for count in counts:
        settings = {programs.pipelines: {"pipelines": count}, programs.typescript: {"plan": programs.plan_of_pipelines(count)}}
        runs = {program: [] for program in compared}
        for _ in range(rounds):
            for program in compared:
                runs[program].append(program.preview(watched=True, **settings[program]))
        cells = [str(count)]
        for program in compared:
            seconds = statistics.median(run.seconds for run in runs[program])
            memory = statistics.median(run.program.peak_mib for run in runs[program])
            first.setdefault(program, (seconds, memory))
            each = (seconds - first[program][0]) / (count - 1) if count > 1 else 0
            more = (memory - first[program][1]) / (count - 1) if count > 1 else 0
            cells += [f"{seconds:.1f} s", f"{each:.2f} s" if each else "", f"{memory:.0f} MiB", f"{more:.1f} MiB" if more else ""]
        rows.append(f"| {' | '.join(cells)} |")
        say(rows[-1])
    names = " | ".join(f"{program.name} | each additional one | peak memory | each additional one" for program in compared)
    return [f"| pipelines, median of {rounds} | {names} |", "| ---: |" + " ---: |" * 8, *rows]


def update(programs, rounds):
    """How much CPU time pausing the SDK's main loop saves while a deployment waits."""
    programs.pipelines.warm()
    runs = {"true": [], "false": []}
    for _ in range(rounds):
        for rest, measured in runs.items():
            try:
                measured.append(programs.pipelines.update(rest=rest))
            finally:
                programs.pipelines.destroy()
    rows = []
    for name, rest in (("as Pulumi ships the SDK", "false"), ("with pauses", "true")):
        seconds = statistics.median(run.seconds for run in runs[rest])
        cpu = statistics.median(run.program.cpu_seconds for run in runs[rest])
        rows.append(f"| {name} | {seconds:.1f} s | {cpu:.1f} s |")
    return [f"| main loop, median of {rounds} | up | the program's CPU time |", "| --- | ---: | ---: |", *rows]


def tests(_, rounds):
    """The edit-test cycle: "mvn test" after a source file has changed."""
    variants = {"mvn test": [], "mvn test -Dtest.jvm.compiler=": []}
    for _ in range(rounds):
        for command, seconds in variants.items():
            (places.ROOT / "src/main/java/savepoint/App.java").touch()
            begun = time.monotonic()
            ran = subprocess.run([*command.split(), "--quiet"], cwd=places.ROOT, capture_output=True, text=True)
            seconds.append(time.monotonic() - begun)
            if ran.returncode != 0:
                fail(f"{command} failed:\n{ran.stdout}")
    base = statistics.median(variants["mvn test"])
    rows = [
        f"| `{command}` | {statistics.median(seconds):.1f} s | {statistics.median(seconds) / base:.2f} |"
        for command, seconds in variants.items()
    ]
    return [f"| after an edit, median of {rounds} | time | vs. `mvn test` |", "| --- | ---: | ---: |", *rows]


ALL = {"preview": preview, "growth": growth, "update": update, "tests": tests}
