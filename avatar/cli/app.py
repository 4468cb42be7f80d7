"""The commands under their names."""

from __future__ import annotations

from typing import Annotated

import typer

from avatar import __version__
from avatar.cli.commands import HELP_OPTIONS, Commands
from avatar.cli.examples import examples

app = typer.Typer(
    name="avatar",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings=HELP_OPTIONS,
)


def _print_version(is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(f"avatar {__version__}")
        raise typer.Exit


@app.callback(
    epilog=examples(
        'avatar say "您好，我是小陈，很高兴为您服务。"',
        'avatar say --portrait me.jpg --size 1080x1920 "Hello!"',
        "avatar portrait check me.jpg",
        "avatar doctor",
    )
)
def avatar(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Make an authorized portrait say a text: a labelled talking video, on an ordinary CPU."""
