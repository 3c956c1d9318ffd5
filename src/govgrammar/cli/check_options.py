"""The options of check, compare and rollup.  Nothing here loads the rules: whoever asks for help does not wait for them."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from attrs import frozen

from govgrammar.cli.language import language_option
from govgrammar.cli.messages import Messages
from govgrammar.cli.reading import encoding_option, kind_option

if TYPE_CHECKING:
    from govgrammar.diagnostics import Language

#: What `--format` can name.
FORMATS: Final = ("text", "json", "sarif", "github", "html")
#: What `--show` can name, beside `all`.
SHOWN: Final = ("fail", "accepted", "not-assessable", "pass")
#: What a `Context` can be told of an organ.
LEVELS: Final = ("central", "province", "city", "county", "township")
KINDS: Final = ("government", "department")
_DEFAULT_SHOWN: Final = ("fail", "accepted")
_WRONG_USAGE: Final = 2


@frozen(kw_only=True)
class Options:
    """The options that the three commands share."""

    form: str
    output: Path | None
    lang: Language
    strict: bool
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    show: tuple[str, ...]
    kind: str | None
    encoding: str | None
    accept_new: str | None

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of outcomes that are shown."""
        return frozenset(SHOWN if "all" in self.show else self.show or _DEFAULT_SHOWN)


def checking_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of `Options`."""
    options = (
        click.option(
            "-f", "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True,
            help="输出格式  Format.",
        ),
        click.option(
            "-o", "--output", type=click.Path(path_type=Path), metavar="FILE|DIR",
            help="输出文件,多份报告的 html 为文件夹  File, in UTF-8; for html of several reports a folder.",
        ),
        click.option("--select", multiple=True, metavar="RULE", callback=_selectors, help="只用这些规则  Only these rules: ids, codes or how they begin."),
        click.option("--ignore", multiple=True, metavar="RULE", callback=_selectors, help="不用这些规则或代码  Not these rules or codes."),
        click.option("--show", multiple=True, type=click.Choice((*SHOWN, "all")), help="显示哪些结果  Which outcomes to show.  [default: fail, accepted]"),
        click.option("--strict", is_flag=True, help="警告也算出错  Warnings count as errors in the exit status."),
        click.option("--accept-new", metavar="REASON", help="把现有问题记为已确认  Accept every error and warning that is there now, in a file beside the document."),
        kind_option,
        encoding_option,
        language_option,
    )  # fmt: skip
    return reduce(lambda decorated, option: option(decorated), reversed(options), command)


def _selectors(_context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """The selectors, at commas as well; a usage error where one names nothing."""
    chosen = tuple(part.strip() for text in given for part in text.split(",") if part.strip())
    if not chosen:
        return ()
    from govgrammar.checks.registry import RULES  # noqa: PLC0415 -- nobody waits for the rules who asks for help
    from govgrammar.codes import CODES  # noqa: PLC0415

    known = [*CODES] if parameter.name == "ignore" else []
    for one in chosen:
        if not any(rule.named_by(one) for rule in RULES) and not any(code.startswith(one) for code in known):
            msg = f"{one!r} names no rule; govgrammar explain lists them  没有这条规则"
            raise click.BadParameter(msg)
    return chosen


def guarded(options: Options, body: Callable[[], int]) -> int:
    """The status of a command; a message, and wrong usage, where its output cannot be written."""
    try:
        return body()
    except BrokenPipeError:
        raise
    except ModuleNotFoundError as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        Messages(options.lang).cannot_write("<stdout>" if options.output is None else str(options.output), error)
        return _WRONG_USAGE
