"""The commands under their names."""

from __future__ import annotations

from typing import Annotated

import typer

from avatar import __version__
from avatar.cli import audit, bench, cache, consent, doctor, inspect, keys, portrait, review, say, speak, verify, voice
from avatar.cli.examples import examples

app = typer.Typer(
    name="avatar",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("say", epilog=say.EXAMPLES)(say.say)
app.command("speak", epilog=speak.EXAMPLES)(speak.speak)
app.add_typer(portrait.app, name="portrait")
app.add_typer(voice.app, name="voice")
app.add_typer(consent.app, name="consent")
app.add_typer(keys.app, name="keys")
app.add_typer(review.app, name="review")
app.add_typer(audit.app, name="audit")
app.add_typer(cache.app, name="cache")
app.command("inspect", epilog=inspect.EXAMPLES)(inspect.inspect)
app.command("verify", epilog=verify.EXAMPLES)(verify.verify)
app.add_typer(bench.app, name="bench")
app.command("doctor", epilog=doctor.EXAMPLES)(doctor.doctor)


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
