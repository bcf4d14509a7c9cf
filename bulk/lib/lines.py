"""Reads a file of imports, CSV or JSON Lines, one line at a time."""

import csv
import json
import math
from dataclasses import dataclass, field

import contract

CSV, JSON = "csv", "json"
_BY_SUFFIX = {".csv": CSV, ".json": JSON, ".jsonl": JSON, ".ndjson": JSON}
# More than a time in milliseconds has. Python refuses to parse thousands of digits.
_MOST_DIGITS = 20


class Unreadable(Exception):
    """The file as a whole cannot be read. The message is one sentence."""


@dataclass
class Line:
    number: int
    content: dict = field(default_factory=dict)
    mistakes: list = field(default_factory=list)

    @property
    def body(self):
        """The message. In ASCII, because SQS refuses some characters."""
        return json.dumps(self.content, separators=(",", ":"), allow_nan=False)


class Source:
    """A file of imports.

    requested_at is the time for lines without one; if it is not given, such a line is an error.
    """

    def __init__(self, file, requested_at=None):
        if file.exists() and not file.is_file():
            raise Unreadable(f"{file} must be a regular file, as it is read more than once: save it to a file first")
        self.file, self._requested_at = file, requested_at
        self._kind = _BY_SUFFIX.get(file.suffix.lower()) or self._guess()
        # Columns of a CSV file that are not fields of a message.
        self.ignored = []

    def _guess(self):
        with self._open() as text:
            return JSON if text.read(4096).lstrip().startswith("{") else CSV

    def _open(self):
        # Text that is not UTF-8 is reported with its line.
        return open(self.file, encoding="utf-8-sig", errors="surrogateescape", newline="")

    def lines(self):
        """Every nonempty line, with its errors."""
        with self._open() as text:
            for line in self._csv(text) if self._kind == CSV else self._json(text):
                if not line.mistakes:
                    if self._requested_at and isinstance(line.content, dict):
                        line.content.setdefault("requestedAt", self._requested_at)
                    line.mistakes = contract.mistakes(line.content)
                yield line

    def _json(self, text):
        # Not splitlines(), which also splits at characters that JSON strings may contain.
        for number, line in enumerate(text, 1):
            if line.strip():
                yield Line(number, *_parsed(line))

    def _csv(self, text):
        header = text.readline()
        text.seek(0)
        # Spreadsheets use semicolons in locales where the comma is the decimal separator.
        rows = csv.reader(text, delimiter=";" if ";" in header and "," not in header else ",", strict=True)
        try:
            columns = [name.strip() for name in next(rows, [])]
        except csv.Error as error:
            raise Unreadable(f"{self.file}: line 1 is not CSV: {error}") from None
        self.ignored = [name for name in columns if name not in contract.FIELDS]
        self._check(columns)
        while True:
            number = rows.line_num + 1
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield Line(number, mistakes=[f"the line is not CSV: {error}"])
                continue
            if any(cell.strip() for cell in row):
                yield _of_row(number, columns, row)

    def _check(self, columns):
        needed = [name for name in ("userId", "steamId") if name not in columns]
        if not self._requested_at and "requestedAt" not in columns:
            needed.append("requestedAt")
        if needed:
            remedy = "; --requested-at now sets requestedAt for all lines" if "requestedAt" in needed else ""
            missing = ' and '.join(needed)
            raise Unreadable(f"{self.file}: line 1 must name the columns, but does not name {missing}{remedy}")
        if double := [name for name in dict.fromkeys(columns) if columns.count(name) > 1]:
            raise Unreadable(f"{self.file}: line 1 names {' and '.join(double)} more than once")


def _of_row(number, columns, row):
    if any(_is_broken(cell) for cell in row):
        return Line(number, mistakes=[_NOT_UTF_8])
    if len(row) != len(columns):
        return Line(number, mistakes=[f"the line has {len(row)} columns, but the header has {len(columns)}"])
    cells = zip(columns, (cell.strip() for cell in row))
    return Line(number, {name: _value(name, cell) for name, cell in cells if cell and name in contract.FIELDS})


def _value(name, cell):
    # In CSV, everything is text, but milliseconds must be a number.
    return int(cell) if name == "requestedAt" and cell.isascii() and cell.isdecimal() and len(cell) <= _MOST_DIGITS else cell


_NOT_UTF_8 = "the line is not UTF-8: save the file as UTF-8"


def _is_broken(text):
    """Whether the text has a lone surrogate, which is what bytes that are not UTF-8 become."""
    return any("\ud800" <= character <= "\udfff" for character in text)


def _parsed(line):
    """The content of a JSON line, and its errors."""
    if _is_broken(line):
        return {}, [_NOT_UTF_8]
    try:
        content = json.loads(line, parse_constant=_no_constant, parse_float=_finite, object_pairs_hook=_with_each_name_once)
        # An escape sequence can still be a lone surrogate.
        if _is_broken(json.dumps(content, ensure_ascii=False)):
            return {}, ["the line contains an incomplete character"]
        return content, []
    except json.JSONDecodeError as error:
        return {}, [f"the line is not JSON: {error.msg} at character {error.pos + 1}"]
    except ValueError as error:
        return {}, [str(error)]
    except RecursionError:
        return {}, ["the line is nested too deeply"]


def _no_constant(name):
    raise ValueError(f"the line is not JSON: it contains {name}")


def _finite(digits):
    number = float(digits)
    if math.isinf(number):
        raise ValueError(f"the line has a number that is too large: {digits}")
    return number


def _with_each_name_once(pairs):
    names = [name for name, _ in pairs]
    if double := [name for name in dict.fromkeys(names) if names.count(name) > 1]:
        raise ValueError(f"the line names {' and '.join(double)} more than once")
    return dict(pairs)
