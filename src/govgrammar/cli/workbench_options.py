"""What the commands of the workbench share: which sources they read, with which grammar, and how they print."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from govgrammar.cli.inputs import SUFFIXES, Input, inputs_of
from govgrammar.cli.messages import Messages
from govgrammar.cli.output import StreamOut
from govgrammar.diagnostics import Language
from govgrammar.documents.kinds import EXTRAS
from govgrammar.export.words import Line, Piece, pad
from govgrammar.source import display_width

UNREADABLE: Final = 3
_Read = TypeVar("_Read")


def source_options(command: click.decorators.FC) -> click.decorators.FC:
    """The options `--kind`, `--encoding`, `--grammar`."""
    kind = click.option(
        "--kind", type=click.Choice(tuple(EXTRAS)), help="文件种类  Kind of the input; detected by default."
    )
    encoding = click.option("--encoding", metavar="NAME", help="输入编码  Encoding of the input; detected by default.")
    return kind(encoding(grammar_option(command)))


def grammar_option(command: click.decorators.FC) -> click.decorators.FC:
    """The option `--grammar`."""
    return click.option(
        "--grammar",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        metavar="DIR",
        help="语法目录  A grammar folder to use instead of govgrammar's own.",
    )(command)


def format_option(*names: str) -> Callable[[click.decorators.FC], click.decorators.FC]:
    """The option `--format`, the first of the names by default."""
    return click.option(
        "-f",
        "--format",
        "form",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help="输出格式  Format.",
    )


def usable(action: Callable[[], _Read]) -> _Read:
    """What an action gives; a grammar folder that cannot be used, or an unknown encoding, is wrong usage."""
    from govgrammar.grammar import GrammarError  # noqa: PLC0415 -- Lark is not loaded for --help

    try:
        return action()
    except (GrammarError, ValueError) as error:
        raise click.UsageError(str(error)) from error


def each(paths: Sequence[str], lang: Language, read: Callable[[Any], _Read]) -> tuple[list[tuple[Input, _Read]], int]:
    """What is read of each source that the paths name, and 3 where one of them cannot be."""
    from govgrammar import MissingExtraError  # noqa: PLC0415 -- Lark is not loaded for --help

    messages, found, status = Messages(lang), list[tuple[Input, _Read]](), 0
    for source in inputs_of(paths):
        try:
            stream = source.read()
        except OSError as error:
            if source.path is not None and source.path.is_dir():
                messages.no_texts(source.name, SUFFIXES)
            else:
                messages.cannot_read(source.name, error)
            status = UNREADABLE
            continue
        try:
            found.append((source, usable(lambda stream=stream: read(stream))))  # type: ignore[misc]
        except MissingExtraError as error:
            messages.missing_extra(source.name, error)
            status = UNREADABLE
    return found, status


def print_data(found: Sequence[tuple[Input, Any]], data: Callable[[Any], Any]) -> None:
    """One JSON object with the source's name, an array of them for several sources."""
    objects = [{"source": source.name, **data(one)} for source, one in found]
    if objects:
        print_json(objects[0] if len(objects) == 1 else objects)


def print_json(value: Any) -> None:
    """JSON for programs, in UTF-8."""
    StreamOut(sys.stdout).data(json_text(value))


def json_text(value: Any) -> str:
    """JSON for programs, with a line end."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def print_lines(lines: Iterable[Line]) -> None:
    """Lines for people, in colours on a terminal."""
    StreamOut(sys.stdout).lines(lines)


def headed(found: Sequence[tuple[Input, Any]], lines: Callable[[Any], Iterable[Line]]) -> None:
    """The lines of each source, its name above them where there are several."""
    for number, (source, one) in enumerate(found):
        if len(found) > 1:
            print_lines([*([()] if number else []), (Piece(source.name, "title"),)])
        print_lines(lines(one))


def aligned(rows: Sequence[Sequence[str]], kinds: Sequence[str], *, indent: int = 0) -> list[Line]:
    """Rows of texts in columns that line up under Chinese; the last column as long as it is."""
    widths = [max((display_width(row[n]) for row in rows), default=0) for n in range(len(kinds))]
    return [
        (
            Piece(" " * indent),
            *(
                Piece(text if n == len(kinds) - 1 else pad(text, widths[n]) + "  ", kind)
                for n, (text, kind) in enumerate(zip(row, kinds, strict=True))
            ),
        )
        for row in rows
    ]


def said(phrases: dict[str, tuple[str, str]], name: str, lang: Language, /, **arguments: object) -> str:
    """A phrase in one language, Chinese first, with its arguments."""
    return phrases[name][0 if lang == "zh" else 1].format(**arguments)
