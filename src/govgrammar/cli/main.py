"""The command `govgrammar`: starts the commands, or says what to install for them.

Exit status: 0 nothing wrong, 1 errors found, 2 wrong usage, 3 unreadable input; the highest wins.
"""

from __future__ import annotations

import sys

from govgrammar import __version__

# `typing` alone takes as long as half of Python's own start: a checker knows the name, and nothing else needs it.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final, TextIO

_EXTRA_PACKAGES: Final = ("click", "rich")
_MISSING: Final = (
    'govgrammar: the command line needs click and rich; run: pip install "govgrammar[cli]"\n'
    'govgrammar: 命令行需要 click 与 rich,请运行: pip install "govgrammar[cli]"\n'
)
_WRONG_USAGE: Final = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and give its exit status; `argv` is what stands behind the program's name.

    The version is printed before anything is loaded: scripts ask for it often.
    """
    if (sys.argv[1:] if argv is None else list(argv)) == ["--version"]:
        sys.stdout.write(f"govgrammar {__version__}\n")
        return 0
    from importlib.util import find_spec  # noqa: PLC0415 -- not needed to print the version

    if not all(map(find_spec, _EXTRA_PACKAGES)):
        sys.stderr.write(_MISSING)
        return _WRONG_USAGE
    from govgrammar.cli.commands import run_command  # noqa: PLC0415 -- it needs the extra

    try:
        status = run_command(argv)
        sys.stdout.flush()
    except BrokenPipeError:
        return _reader_left()
    return status


def run() -> None:
    """The program's entry point."""
    for stream in (sys.stdout, sys.stderr):
        _never_fails(stream)
    sys.exit(main())


def _never_fails(stream: TextIO) -> None:
    """What an encoding lacks (`ü` on a console of code page 936) is written as an escape, not raised."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")


def _reader_left() -> int:
    """`govgrammar ... | head`: whoever read the output has enough of it, and nothing is wrong.

    Python flushes standard output once more when it ends; that must not fail a second time.
    """
    import os  # noqa: PLC0415 -- rarely needed
    from contextlib import suppress  # noqa: PLC0415 -- the same

    with suppress(OSError, ValueError):
        devnull = os.open(os.devnull, os.O_WRONLY)
        os.dup2(devnull, sys.stdout.fileno())
        os.close(devnull)
    return 0
