"""The commands by name; the module of each is imported when it is asked for, so that `--help` and `--version` are quick."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Final

import click
from attrs import frozen
from click.shell_completion import shell_complete

from govgrammar import __version__

_INTERRUPTED: Final = 130
#: The variable in which a shell asks for completions, by the script that `govgrammar completion` prints.
COMPLETE: Final = "_GOVGRAMMAR_COMPLETE"
_STATUS: Final = """\b
Exit status: 0 nothing wrong, 1 errors found, 2 wrong usage, 3 unreadable input; the highest wins.
退出状态: 0 无误, 1 报告有错, 2 用法有误, 3 无法读取; 取最大者。"""


@frozen
class _Command:
    """Where a command stands, and one line about it."""

    module: str
    attribute: str
    about: str


_COMMANDS: Final = {
    "parse": _Command("govgrammar.cli.parse_command", "parse", "Read reports and print what they say.  读取报告"),
    "batch": _Command("govgrammar.cli.batch_command", "batch", "Make a table of many reports.  批量成表"),
    "check": _Command("govgrammar.cli.check_command", "check", "Find what is wrong in reports.  检查报告"),
    "compare": _Command(
        "govgrammar.cli.compare_command", "compare", "Check a report against last year's.  与上年报告比较"
    ),
    "rollup": _Command("govgrammar.cli.rollup_command", "rollup", "Check a report against its parts.  汇总与分项比较"),
    "convert": _Command("govgrammar.cli.convert_command", "convert", "Rewrite a report in another layout.  转换版式"),
    "inspect": _Command(
        "govgrammar.cli.inspect_command", "inspect", "Write a page that shows how a report was read.  检视读取过程"
    ),
    "explain": _Command(
        "govgrammar.cli.explain_command", "explain", "Say what a code or a rule means.  解释代码与规则"
    ),
    "schema": _Command("govgrammar.cli.schema_command", "schema", "Print a JSON Schema.  输出 JSON Schema"),
    "tokens": _Command("govgrammar.cli.tokens_command", "tokens", "List physical cells and tokens.  列出单元与记号"),
    "tree": _Command("govgrammar.cli.tree_command", "tree", "Print the parse tree.  输出语法树"),
    "trace": _Command("govgrammar.cli.trace_command", "trace", "Say how tables were read, by which counts.  解读过程"),
    "why": _Command("govgrammar.cli.why_command", "why", "Say why a place or a cell reads as it does.  解释由来"),
    "grammar": _Command("govgrammar.cli.grammar_command", "grammar", "Say what the grammar holds.  语法概况"),
    "conflicts": _Command("govgrammar.cli.conflicts_command", "conflicts", "Find conflicts in the grammar.  语法冲突"),
    "coverage": _Command("govgrammar.cli.coverage_command", "coverage", "Count what of the grammar is used.  语法覆盖"),
    "diff": _Command("govgrammar.cli.diff_command", "diff", "Compare two grammars, cell by cell.  比较两版语法"),
    "reduce": _Command("govgrammar.cli.reduce_command", "reduce", "Shrink a document, keep its defect.  缩小问题文档"),
    "generate": _Command("govgrammar.cli.generate_command", "generate", "Write reports from the grammar.  生成报告"),
    "completion": _Command(
        "govgrammar.cli.completion_command", "completion", "Print a shell's completion script.  命令补全"
    ),
    "test": _Command("govgrammar.cli.corpus_command", "test", "Test a corpus of reports and cases.  测试语料"),
}


class _Lazy(click.Group):
    """A group that knows its commands' names without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return [name for name, command in _COMMANDS.items() if find_spec(command.module)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command = _COMMANDS[cmd_name]
        found: click.Command = getattr(import_module(command.module), command.attribute)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, _COMMANDS[name].about) for name in self.list_commands(ctx)])


@click.group(cls=_Lazy, epilog=_STATUS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="govgrammar", message="%(prog)s %(version)s")
def govgrammar() -> None:
    """Read Chinese government disclosure reports (政府信息公开工作年度报告): every figure exact, placed, never guessed.

    \b
    govgrammar parse report.txt
    govgrammar parse --format csv reports/ > cells.csv
    govgrammar check reports/ --format html -o pages
    """  # noqa: D301 -- click wants the character itself


def run_command(argv: Sequence[str] | None) -> int:
    """Run a command line and give the exit status.

    Not by click's own `main`, which ends the process with status 1 where the reader of a pipe leaves.
    """
    asked = os.environ.get(COMPLETE)
    if asked:
        return shell_complete(govgrammar, {}, "govgrammar", COMPLETE, asked)
    try:
        with govgrammar.make_context("govgrammar", list(sys.argv[1:] if argv is None else argv)) as context:
            status = govgrammar.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        error.show()
        return click.UsageError.exit_code
    except KeyboardInterrupt:
        return _INTERRUPTED
    return status if isinstance(status, int) else 0
