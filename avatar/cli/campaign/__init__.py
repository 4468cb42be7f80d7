"""`avatar campaign`: a table of scripts becomes clips."""

from __future__ import annotations

import typer

from avatar.cli.campaign import check, new, plan, run, status, translate
from avatar.cli.examples import examples

app = typer.Typer(
    help="Make clips from a table of scripts, in many languages, on one machine or many.",
    no_args_is_help=True,
    epilog=examples(
        "avatar campaign new spring-offer --languages zh,en,ar",
        "avatar campaign check spring-offer",
        "avatar campaign plan spring-offer",
        "avatar campaign run spring-offer --limit 5",
        "avatar campaign run spring-offer",
        "avatar campaign status outputs/spring",
        "avatar campaign retry outputs/spring",
    ),
)
app.command("new", epilog=new.EXAMPLES)(new.new)
app.command("check", epilog=check.EXAMPLES)(check.check)
app.command("plan", epilog=plan.EXAMPLES)(plan.plan)
app.command("run", epilog=run.EXAMPLES)(run.run)
app.command("status", epilog=status.EXAMPLES)(status.status)
app.command("retry", epilog=run.RETRY_EXAMPLES)(run.retry)
app.command("translate", epilog=translate.EXAMPLES)(translate.translate)
