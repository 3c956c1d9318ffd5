"""What hostile files cost, each in a process of its own: `python benchmarks/hostile.py [NAME ...]`.

Prints CPU seconds and megabytes over a process that parsed a small file of the same kind, against 2 s and 256 MB; `--check`
is a gate.  A file that raises, or ends the process, misses.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from hostile_files import FILES, KINDS, small

SECONDS: Final = 2.0
MEGABYTES: Final = 256
_TIMEOUT: Final = 120
_ROOT: Final = Path(__file__).resolve().parent.parent

#: Runs in a fresh process: parses the small file first, then the one that is measured.
_CHILD: Final = """
import json, sys, time
from pathlib import Path
import govgrammar

def peak():
    try:
        return int(next(line for line in open("/proc/self/status", encoding="ascii") if line.startswith("VmHWM")).split()[1])
    except OSError:
        import resource
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1)

plain, measured = map(Path, sys.argv[1:3])
govgrammar.parse(plain.read_bytes())
data = measured.read_bytes()
before, begin = peak(), time.process_time()
try:
    result = govgrammar.parse(data)
    told = " ".join(dict.fromkeys(d.code for d in result.diagnostics))[:60]
except Exception as error:
    told = "RAISED " + repr(error)[:80]
print(json.dumps([time.process_time() - begin, (peak() - before) / 1024, told]))
"""


def measure(plain: Path, measured: Path) -> tuple[float, float, str]:
    """CPU seconds, megabytes over the baseline, and what was found."""
    environment = {**os.environ, "PYTHONPATH": str(_ROOT / "src"), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", _CHILD, str(plain), str(measured)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_TIMEOUT, env=environment, check=False)  # noqa: S603  this interpreter
    except subprocess.TimeoutExpired:
        return float(_TIMEOUT), 0.0, "RAISED no end"
    if done.returncode:
        return 0.0, 0.0, f"RAISED exit {done.returncode}: {done.stderr.decode('utf-8', 'replace')[-80:]!r}"
    seconds, megabytes, told = json.loads(done.stdout)
    return seconds, megabytes, told


def main(arguments: Sequence[str]) -> int:
    """Print a line for each file; with `--check`, 1 where one misses."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="kinds, or parts of names; all where none is given")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args(arguments)
    chosen = {n: made for n, made in FILES.items() if not options.names or any(part in n for part in options.names)}
    missed, raised = [], 0
    with TemporaryDirectory() as folder:
        for kind in KINDS:
            Path(folder, kind).write_bytes(small(kind))
        for name, made in chosen.items():
            measured = Path(folder, "measured")
            measured.write_bytes(made())
            seconds, megabytes, told = measure(Path(folder, name.partition(" ")[0]), measured)
            raised += told.startswith("RAISED")
            verdict = (
                "ok" if seconds <= SECONDS and megabytes <= MEGABYTES and not told.startswith("RAISED") else "MISSED"
            )
            missed += [name] if verdict == "MISSED" else []
            size = measured.stat().st_size / 1e6
            print(f"{verdict:6} {seconds:6.2f} s {megabytes:6.0f} MB  {size:6.2f} MB file  {name}: {told}", flush=True)
    print(f"{len(chosen)} files, {len(missed)} missed, {raised} raised")
    return int(options.check and bool(missed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
