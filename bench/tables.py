"""The tables in docs/performance.md, each between two markers."""

import places

PAGE = places.ROOT / "docs" / "performance.md"


def write(name, lines):
    begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->\n"
    before, rest = PAGE.read_text().split(begin)
    after = rest.split(end)[1]
    PAGE.write_text(f"{before}{begin}" + "".join(f"{line}\n" for line in lines) + f"{end}{after}")
