"""Reads a file of imports, CSV or JSON lines, one line at a time."""

import csv
import json
from dataclasses import dataclass, field

import contract

CSV, JSON = "csv", "json"
_BY_SUFFIX = {".csv": CSV, ".json": JSON, ".jsonl": JSON, ".ndjson": JSON}


class Unreadable(Exception):
    """The file as a whole cannot be read: one sentence."""


@dataclass
class Line:
    number: int
    content: dict = field(default_factory=dict)
    mistakes: list = field(default_factory=list)

    @property
    def body(self):
        """The message. In ASCII, because SQS refuses some characters."""
        return json.dumps(self.content, separators=(",", ":"))


class Source:
    """A file of imports.

    requested_at is the time for lines that do not have one; without it, such a line is a mistake.
    """

    def __init__(self, file, requested_at=None):
        self.file, self._requested_at = file, requested_at
        self._kind = _BY_SUFFIX.get(file.suffix.lower()) or self._guess()
        # Columns of a CSV file that no message has.
        self.ignored = []

    def _guess(self):
        with open(self.file, encoding="utf-8-sig", errors="replace") as text:
            return JSON if text.read(4096).lstrip().startswith("{") else CSV

    def lines(self):
        """Every line that is not empty, with what is wrong with it."""
        try:
            with open(self.file, encoding="utf-8-sig", newline="") as text:
                for line in self._csv(text) if self._kind == CSV else self._json(text):
                    if not line.mistakes:
                        if self._requested_at and isinstance(line.content, dict):
                            line.content.setdefault("requestedAt", self._requested_at)
                        line.mistakes = contract.mistakes(line.content)
                    yield line
        except UnicodeDecodeError:
            raise Unreadable(f"{self.file} is not UTF-8: save it as UTF-8 and run this again") from None

    def _json(self, text):
        # Not splitlines(), which also ends lines at characters that JSON texts may contain.
        for number, line in enumerate(text, 1):
            if not line.strip():
                continue
            try:
                yield Line(number, json.loads(line, parse_constant=_no_constant))
            except (ValueError, RecursionError) as error:
                where = f": {error.msg} at character {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else ""
                yield Line(number, mistakes=[f"the line is not JSON{where}"])

    def _csv(self, text):
        header = text.readline()
        text.seek(0)
        # Spreadsheets write semicolons where the comma is a decimal sign.
        rows = csv.reader(text, delimiter=";" if ";" in header and "," not in header else ",", strict=True)
        try:
            yield from self._rows(rows)
        except csv.Error as error:
            raise Unreadable(f"{self.file} is not CSV: line {rows.line_num}: {error}") from None

    def _rows(self, rows):
        columns = [name.strip() for name in next(rows, [])]
        self.ignored = [name for name in columns if name not in contract.FIELDS]
        self._check(columns)
        before = rows.line_num
        for row in rows:
            number, before = before + 1, rows.line_num
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(columns):
                yield Line(number, mistakes=[f"the line has {len(row)} columns, and the header has {len(columns)}"])
                continue
            cells = zip(columns, (cell.strip() for cell in row))
            yield Line(number, {name: _value(name, cell) for name, cell in cells if cell and name in contract.FIELDS})

    def _check(self, columns):
        needed = [name for name in ("userId", "steamId") if name not in columns]
        if not self._requested_at and "requestedAt" not in columns:
            needed.append("requestedAt")
        if needed:
            remedy = "; --requested-at now stands in for requestedAt" if "requestedAt" in needed else ""
            raise Unreadable(f"{self.file}: line 1 must name the columns, and does not name {' and '.join(needed)}{remedy}")
        if double := [name for name in dict.fromkeys(columns) if columns.count(name) > 1]:
            raise Unreadable(f"{self.file}: line 1 names {' and '.join(double)} more than once")


def _no_constant(name):
    raise ValueError(f"{name} is not JSON")


def _value(name, cell):
    # Everything in CSV is text; milliseconds are a number.
    return int(cell) if name == "requestedAt" and cell.isascii() and cell.isdecimal() else cell
