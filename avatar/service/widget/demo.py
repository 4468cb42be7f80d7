"""The page that shows the widget to whoever runs the server, on their own machine."""

from __future__ import annotations

from html import escape
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.service.config import Agent
    from avatar.service.widget.asset import Asset

MODES = ("floating", "inline", "full")
THEMES = ("auto", "light", "dark")
DRAWS = ("", "browser", "stream")
LANGUAGES = ("en", "zh", "ar")
_PAGE = Template("""<!doctype html>
<html lang="$language" dir="$direction">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>avatar: the widget</title>
<link rel="stylesheet" href="/demo.css">
<main>
<h1>One line in your page</h1>
<p>This is what a visitor of your page sees. Choose, then copy the line.</p>
<form>
$choices
<button>Show</button>
</form>
<pre><code>$line</code></pre>
<p>More in <code>docs/embed.md</code>. This page is shown on this machine only.</p>
$script
</main>
</html>
""")


def demo_page(agents: Sequence[Agent], asked: dict[str, str], origin: str, script: Asset) -> str:
    """Write the page for what was asked: an agent, a mode, a theme, a language, who draws."""
    names = tuple(agent.name for agent in agents)
    known = {"agent": names, "mode": MODES, "theme": THEMES, "language": LANGUAGES, "draw": DRAWS}
    chosen = {name: asked[name] if asked.get(name) in values else values[0] for name, values in known.items() if values}
    choices = "\n".join(_choice(name, known[name], chosen[name]) for name in chosen)
    language = chosen["language"]
    return _PAGE.substitute(
        language=language,
        direction="rtl" if language == "ar" else "ltr",
        choices=choices,
        line=escape(_line(origin, chosen, script.integrity)),
        script=_line("", chosen, script.integrity),
    )


def _choice(name: str, values: Sequence[str], chosen: str) -> str:
    options = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(value or "as set")}</option>'
        for value in values
    )
    return f'<label>{name} <select name="{name}">{options}</select></label>'


def _line(origin: str, chosen: dict[str, str], integrity: str) -> str:
    usual = {"mode": "floating", "theme": "auto", "draw": "", "language": ""}
    told = "".join(f' data-{name}="{escape(value)}"' for name, value in chosen.items() if usual.get(name) != value)
    return (
        f'<script async src="{origin}/avatar-agent.js" integrity="{integrity}" crossorigin="anonymous"{told}></script>'
    )
