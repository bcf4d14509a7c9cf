"""Reads from /proc when the child processes of a command started and ended, and the resources that they used."""

import os
import threading
import time
from pathlib import Path

from console import fail

INTERVAL_SECONDS = 0.01


class Process:
    """A process keeps its ID when it executes another program. Here, it keeps its first command as well."""

    def __init__(self, parent, command, begun):
        self.parent = parent
        self.command = command
        self.begun = begun
        self.ended = begun
        self.cpu_seconds = 0.0
        self.peak_mib = 0

    @property
    def seconds(self):
        return self.ended - self.begun

    def look(self, folder):
        self.ended = time.monotonic()
        fields = (folder / "stat").read_text().rpartition(")")[2].split()
        self.cpu_seconds = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        for line in (folder / "status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                self.peak_mib = max(self.peak_mib, int(line.split()[1]) // 1024)


class Watch(threading.Thread):
    """Watches a process and all its descendants until it is stopped."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        if not Path("/proc/self/task").exists():
            fail("measuring requires Linux, because it reads the resource usage of processes from /proc")
        self._pid = pid
        self._stopped = threading.Event()
        self._processes = {}
        self.start()

    def run(self):
        while not self._stopped.wait(INTERVAL_SECONDS):
            self._look(self._pid, None)

    def stop(self):
        self._stopped.set()
        self.join()
        return list(self._processes.values())

    def _look(self, pid, parent):
        folder = Path("/proc", str(pid))
        try:
            known = self._processes.get(pid)
            # Between fork and exec a process has its parent's command.
            if not known or parent and known.command == parent.command:
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                known = self._processes[pid] = Process(parent, command, known.begun if known else time.monotonic())
            known.look(folder)
            children = [child for task in (folder / "task").iterdir() for child in (task / "children").read_text().split()]
        except (FileNotFoundError, ProcessLookupError):
            return  # it has just ended
        for child in children:
            self._look(int(child), known)
