"""Runs every program of this folder, prints one table of what they measured, and keeps it in docs/benchmarks.md.

With names (`bench/run.py locate`) only those are run, and their rows take the place of the former ones in the table.

Each program is run by itself and prints its rows as JSON, one to a line:
{"what": "locate, 232 polygons", "ours": "81,000 /s", "reference": "PostGIS 9,100 /s", "ratio": 8.9, "at_least": 4}
(or "at_most"). What it prints besides goes to the reader. Ratios are of one run on one machine, side by side.
"""

import json
import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BENCH = Path(__file__).resolve().parent
ROOT = BENCH.parent
REPORT = ROOT / "docs/benchmarks.md"
START, END = "<!-- table: written by make bench -->", "<!-- end of table -->"
HEAD = ["What", "Tabard", "Beside it", "Ratio", "Asked for", "Met"]


@dataclass(frozen=True)
class Row:
    what: str
    ours: str
    reference: str
    ratio: float
    at_least: float | None = None
    at_most: float | None = None

    def is_met(self) -> bool:
        enough = self.at_least is None or self.ratio >= self.at_least
        return enough and (self.at_most is None or self.ratio <= self.at_most)

    def bound(self) -> str:
        return f"at least {self.at_least:g}" if self.at_least is not None else f"at most {self.at_most:g}"

    def cells(self) -> list[str]:
        met = "yes" if self.is_met() else "**no**"
        return [self.what, self.ours, self.reference, f"{self.ratio:.2f}", self.bound(), met]


def main() -> None:
    rows: list[Row] = []
    broken: list[str] = []
    wanted = sys.argv[1:]
    for program in sorted(BENCH.glob("*.py")):
        is_program = program.name not in {"run.py", "__init__.py"} and not program.name.startswith("_")
        if is_program and (not wanted or program.stem in wanted):
            measured = measure(program)
            rows += measured
            broken += [] if measured else [program.name]
    cells = [row.cells() for row in rows]
    table = draw([HEAD, *(merged(former_rows(), cells) if wanted else cells)])
    print("\n" + table)
    keep(table)
    if broken:
        sys.exit(f"Measured nothing: {', '.join(broken)}")
    if not all(row.is_met() for row in rows):
        sys.exit("Not every bound was met.")


def measure(program: Path) -> list[Row]:
    print(f"-- {program.name}", flush=True)
    env = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, str(program)], cwd=ROOT, env=env, check=False, stdout=subprocess.PIPE, text=True
    )
    rows = []
    for line in done.stdout.splitlines():
        if line.startswith("{"):
            fields: dict[str, Any] = json.loads(line)
            rows.append(Row(**fields))
        else:
            print(f"   {line}", flush=True)
    return rows if done.returncode == 0 else []


def draw(lines: list[list[str]]) -> str:
    """A Markdown table, its columns in line."""
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    drawn = [f"| {' | '.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))} |" for line in lines]
    drawn.insert(1, f"| {' | '.join('-' * width for width in widths)} |")
    return "\n".join(drawn)


def former_rows() -> list[list[str]]:
    lines = REPORT.read_text().split(START)[1].split(END)[0].strip().splitlines()
    cells = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines if line.startswith("| ")]
    return [row for row in cells if len(row) == len(HEAD) and row[0] != HEAD[0] and not row[0].startswith("---")]


def merged(former: list[list[str]], measured: list[list[str]]) -> list[list[str]]:
    """Former rows with what was measured anew in their places; what is new stands at the end."""
    anew = {row[0]: row for row in measured}
    return [anew.pop(row[0], row) for row in former] + list(anew.values())


def keep(table: str) -> None:
    """Put the table between its two marks, and leave the words around it."""
    text = REPORT.read_text()
    before, rest = text.split(START)
    after = rest.split(END)[1]
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    REPORT.write_text(f"{before}{START}\n\n{table}\n\nMeasured on {machine}.\n\n{END}{after}")


if __name__ == "__main__":
    main()
