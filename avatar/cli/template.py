"""`avatar template`: the scenes that campaigns fill, and their versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from avatar.cli.examples import examples
from avatar.cli.options import Debug, Json

if TYPE_CHECKING:
    from avatar.campaign.templates import Template

app = typer.Typer(
    help="See the scenes that clips and campaigns are set in, and go back to an earlier version of one.",
    no_args_is_help=True,
    epilog=examples("avatar template list", "avatar template show ./my-template", "avatar template rollback news"),
)
_SHOWN = 12
"""hex digits of a version"""


@app.command("list", epilog=examples("avatar template list", "avatar template list --json"))
def list_all(
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """List the templates that are here, whether they are sound, and which of their versions are kept."""
    from dataclasses import asdict

    from avatar.campaign.versions import list_templates
    from avatar.cli.progress import warn
    from avatar.cli.result import print_json, print_table
    from avatar.runtime.folders import Home

    found = list_templates(Home.usual())
    if json:
        print_json({"templates": [asdict(each) for each in found]})
        return
    rows = [
        (each.name, each.title, each.version[:_SHOWN], each.state, " ".join(one[:_SHOWN] for one in each.kept))
        for each in found
    ]
    print_table(("name", "title", "version", "state", "kept"), rows)
    warn(tuple(each.warning for each in found if each.warning))


@app.command("show", epilog=examples("avatar template show ./my-template", "avatar template show ./my-template --json"))
def show_template(
    name: Annotated[str, typer.Argument(help="A name of `avatar template list`, or a folder.")],
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Show what a template asks for."""
    from avatar.campaign.templates import read_template
    from avatar.cli.result import print_fields, print_json, print_table
    from avatar.runtime.folders import Home

    template = read_template(name, Home.usual())
    if json:
        print_json(_plain(template))
        return
    shapes = ", ".join(f"{shape} {width}x{height}" for shape, (width, height) in template.shapes.items())
    told = {"template": template.name, "title": template.title, "about": template.about}
    print_fields(told | {"version": template.version, "shapes": shapes, "folder": str(template.folder)})
    rows = [
        (each.name, each.kind, "yes" if each.required else "", str(each.max or ""), _told(each.default), each.about)
        for each in template.variables.values()
    ]
    print_table(("variable", "kind", "required", "max", "default", "about"), rows)


@app.command("rollback", epilog=examples("avatar template rollback news", "avatar template rollback news 3f9a01bc"))
def rollback(
    name: Annotated[str, typer.Argument(help="Of the template.")],
    version: Annotated[
        str, typer.Argument(help="The first digits of a version that is kept; else the one before that is used.")
    ] = "",
    latest: Annotated[bool, typer.Option("--latest", help="Use again what lies in the template's folder.")] = False,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Use an earlier version of a template from now on; its files are left as they are."""
    from avatar.campaign.versions import choose_template, release, roll_back
    from avatar.cli.result import print_json, print_line
    from avatar.runtime.folders import Home

    home = Home.usual()
    if latest:
        release(name, home)
        template = choose_template(name, home).template
    else:
        template = roll_back(name, home, version)
    if json:
        print_json({"name": name, "version": template.version})
    else:
        print_line(f"{name} is now used in its version {template.version[:_SHOWN]}")


def _told(default: Any) -> str:  # noqa: ANN401 - as many types as there are kinds
    if isinstance(default, dict):
        return "by language: " + ", ".join(map(str, default))
    return "" if default is None else str(default)


def _plain(template: Template) -> dict[str, object]:
    variables = {
        each.name: {
            "kind": each.kind,
            "about": each.about,
            "required": each.required,
            "max": each.max,
            "default": each.default,
            "choices": list(each.choices),
        }
        for each in template.variables.values()
    }
    return {
        "name": template.name,
        "title": template.title,
        "about": template.about,
        "version": template.version,
        "folder": str(template.folder),
        "shapes": {name: list(size) for name, size in template.shapes.items()},
        "variables": variables,
    }
