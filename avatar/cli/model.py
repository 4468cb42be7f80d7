"""`avatar model`: the networks that somebody has added, those that can be had, and how they come and go."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from avatar.cli.examples import examples
from avatar.cli.options import Debug, Json
from avatar.cli.shopping import Shop, installing, removing

app = typer.Typer(
    help="See the networks that can be added, get them, check them, and take them away. None is needed.",
    no_args_is_help=True,
    epilog=examples(
        "avatar model available --task upscale",
        "avatar model install realesrgan-x4plus",
        "avatar model list",
        "avatar model verify",
    ),
)
_CHANGED = 4


@app.command("list", epilog=examples("avatar model list", "avatar model list --json"))
def list_models(
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """List the networks that are installed: what each does, its licence, its size, and what it lacks to run."""
    from avatar.cli.result import print_json, print_table
    from avatar.neural import shop
    from avatar.runtime.folders import Home
    from avatar.runtime.sizes import in_words

    found = shop.here(Home.usual())
    if json:
        print_json({"models": [asdict(each) for each in found]})
        return
    rows = [(each.name, each.task, in_words(each.size), each.licence, each.lacks) for each in found]
    print_table(("model", "task", "size", "licence", "lacks"), rows)


@app.command(epilog=examples("avatar model available", "avatar model available --task matting --json"))
def available(
    task: Annotated[str | None, typer.Option("--task", help="Only those for this, such as upscale.")] = None,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """List the networks that `avatar model install` can get, with their licences."""
    from avatar.cli.result import print_json, print_table
    from avatar.cli.shopping import licence_of, size_of
    from avatar.errors import InputError
    from avatar.neural import models, shop
    from avatar.runtime.folders import Home

    home = Home.usual()
    if task not in (None, *models.TASKS):
        raise InputError(f"No network is for {task!r}; choose one of {', '.join(models.TASKS)}.")
    found = [each for each in models.available(home) if task is None or models.does(each, task)]
    if json:
        print_json({"models": [shop.plain(each, home) for each in found]})
        return
    installed = {each.name for each in shop.here(home)}
    rows = [
        (each.name, ", ".join((each.task, *each.about.get("also", ()))), size_of(each), licence_of(each),
         "here" if each.name in installed else "", str(each.year), each.description)
        for each in found
    ]  # fmt: skip
    print_table(("model", "task", "size", "licence", "", "year", "description"), rows)


@app.command(epilog=examples("avatar model show liveportrait", "avatar model show buffalo_l --json"))
def show(
    name: Annotated[str, typer.Argument(help="A name of `avatar model available`.", show_default=False)],
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Show all that is known of a network: paper, licence, files, where they come from, checksums."""
    from avatar.cli.result import print_fields, print_json
    from avatar.neural import shop
    from avatar.runtime.folders import Home

    home = Home.usual()
    (entry,) = shop.chosen([name], home)
    told = shop.plain(entry, home)
    if json:
        print_json(told)
        return
    files = {
        f"file {each['path']}": "\n".join(
            (
                f"{each['from']}{' ' + each['member'] if each['member'] else ''}",
                *each["urls"][1:],
                *(f"{key} {each[key]}" for key in ("size", "sha256", "md5") if key in each),
                each["checked"],
            )
        )
        for each in told.pop("files")
    }
    print_fields(told | {"terms": entry.terms, "also": ", ".join(told["also"])} | files)


def _shop() -> Shop:
    from avatar.neural import shop

    return shop


app.command(
    "install",
    epilog=examples(
        "avatar model install liveportrait realesrgan-x4plus",
        "avatar model install buffalo_l --accept-licence buffalo_l",
        "avatar model install fomm-vox-256 --from vox-cpk.pth.tar",
    ),
)(
    installing(
        _shop,
        "Get networks: fetched on from where it was cut, checked, and there whole or not at all.",
        "avatar model available",
    )
)


@app.command(epilog=examples("avatar model verify", "avatar model verify liveportrait --json"))
def verify(
    names: Annotated[list[str] | None, typer.Argument(help="Models; else all that are here.")] = None,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Read all files of what is installed and check that they are what came; exit code 4 if one is not."""
    from avatar.cli.result import print_json, print_line
    from avatar.neural import shop
    from avatar.runtime.folders import Home

    home = Home.usual()
    found = {name: shop.faults(name, home) for name in dict.fromkeys(names or [each.name for each in shop.here(home)])}
    if json:
        print_json({"models": [{"name": name, "whole": not said, "faults": said} for name, said in found.items()]})
    for name, said in () if json else found.items():
        cure = f" Get it anew: avatar model remove {name}, then avatar model install {name}"
        print_line(f"{name}: {' '.join(said)}{cure}" if said else f"{name}: as it came")
    if any(found.values()):
        raise typer.Exit(_CHANGED)


app.command(
    "remove", epilog=examples("avatar model remove liveportrait", "avatar model remove liveportrait --yes --json")
)(
    removing(
        _shop,
        "Take networks away that were installed: what came with them goes, files that somebody has added stay.",
        "Models",
    )
)
