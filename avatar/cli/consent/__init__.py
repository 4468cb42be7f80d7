"""`avatar consent`: who may be shown, and what was agreed."""

from __future__ import annotations

import typer

from avatar.cli.consent import ask, look, revoke, sign, vouch
from avatar.cli.examples import examples

app = typer.Typer(
    help="Authorize photos, ask others for consent, and see or end what was agreed.",
    no_args_is_help=True,
    epilog=examples(
        "avatar consent sign me.jpg --self",
        'avatar consent request ana.jpg --subject "Ana Li" --licensee "Example Bank" -o request.html',
        "avatar consent list",
    ),
)
app.command("sign", epilog=sign.EXAMPLES)(sign.sign)
app.command("attest", epilog=vouch.ATTEST_EXAMPLES)(vouch.attest)
app.command("declare", epilog=vouch.DECLARE_EXAMPLES)(vouch.declare)
app.command("keygen", epilog=ask.KEYGEN_EXAMPLES)(ask.keygen)
app.command("request", epilog=ask.REQUEST_EXAMPLES)(ask.request)
app.command("import", epilog=ask.IMPORT_EXAMPLES)(ask.import_answer)
app.command("list", epilog=look.LIST_EXAMPLES)(look.list_records)
app.command("show", epilog=look.SHOW_EXAMPLES)(look.show_record)
app.command("verify", epilog=look.VERIFY_EXAMPLES)(look.verify_record)
app.command("revoke", epilog=revoke.EXAMPLES)(revoke.revoke)
app.command("clock", epilog=look.CLOCK_EXAMPLES)(look.clock)
