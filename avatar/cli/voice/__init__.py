"""`avatar voice`: who can speak, and how somebody else comes to."""

from __future__ import annotations

import typer

from avatar.cli.examples import examples
from avatar.cli.voice import attempt, get, look

app = typer.Typer(
    help="See the voices, get others, try them, and take them away.",
    no_args_is_help=True,
    epilog=examples(
        "avatar voice list --lang zh",
        "avatar voice list --available --lang fi",
        "avatar voice install af_nova",
        "avatar voice try af_nova",
    ),
)
app.command("list", epilog=look.LIST_EXAMPLES)(look.list_voices)
app.command("show", epilog=look.SHOW_EXAMPLES)(look.show_voice)
app.command("install", epilog=get.INSTALL_EXAMPLES)(get.install)
app.command("try", epilog=attempt.EXAMPLES)(attempt.attempt)
app.command("remove", epilog=get.REMOVE_EXAMPLES)(get.remove)
