"""`govgrammar completion`: what a shell needs to complete commands and options."""

from __future__ import annotations

import sys
from typing import Final

import click
from click.shell_completion import get_completion_class

from govgrammar.cli.output import StreamOut

_PROGRAM: Final = "govgrammar"


@click.command()
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
def completion(shell: str) -> int:
    """Print the completion script of a shell.  输出命令补全脚本.

    \b
    bash  eval "$(govgrammar completion bash)"      in ~/.bashrc
    zsh   eval "$(govgrammar completion zsh)"       in ~/.zshrc
    fish  govgrammar completion fish | source       in ~/.config/fish/config.fish
    """  # noqa: D301 -- click wants the character itself
    from govgrammar.cli.commands import COMPLETE, govgrammar  # noqa: PLC0415 -- it imports the commands by name

    made = get_completion_class(shell)
    if made is None:
        msg = f"{shell}: no completion  没有补全"
        raise click.UsageError(msg)
    # not `source()`: for bash it starts the shell to ask for its version, which Windows has not
    script = made(govgrammar, {}, _PROGRAM, COMPLETE)
    StreamOut(sys.stdout).data(script.source_template % script.source_vars())
    return 0
