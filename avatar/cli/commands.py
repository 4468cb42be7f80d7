"""The commands, each of which is imported when it is asked for: `avatar say` does not wait for the others."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer
from typer.core import TyperGroup
from typer.main import get_command

from avatar.cli.locked import FLAG, HELP

if TYPE_CHECKING:
    from typer.core import TyperCommand

NAMES = (
    "say",
    "speak",
    "reenact",
    "background",
    "swap",
    "stream",
    "serve",
    "campaign",
    "worker",
    "template",
    "timeline",
    "inspect",
    "verify",
    "doctor",
    "portrait",
    "voice",
    "model",
    "consent",
    "keys",
    "review",
    "audit",
    "cache",
    "bench",
)
"""in the order of the help. Each is a module beside this one, with an `app`, or with a function of its name."""
SIGNING = frozenset(
    {
        "say",
        "speak",
        "reenact",
        "background",
        "swap",
        "stream",
        "serve",
        "campaign",
        "worker",
        "timeline",
        "portrait",
        "voice",
        "consent",
        "keys",
        "review",
        "audit",
        "bench",
    }
)
"""commands that sign, whose keys may be locked"""
HELP_OPTIONS = {"help_option_names": ["-h", "--help"]}


class Commands(TyperGroup):
    """A group that knows the names of its commands, and makes a command when it is asked for it."""

    def list_commands(self, ctx: object) -> list[str]:
        """List the names."""
        return list(NAMES)

    def get_command(self, ctx: object, cmd_name: str) -> TyperCommand | TyperGroup | None:
        """Give the command of this name, or None if there is none."""
        # What else could have been meant is looked up among the commands that are there.
        for name in (cmd_name,) if cmd_name in NAMES else NAMES:
            if name not in self.commands:
                self.commands[name] = _made(name)
        return cast("TyperCommand | TyperGroup | None", self.commands.get(cmd_name))


def _made(name: str) -> TyperCommand | TyperGroup:
    module = import_module(f"avatar.cli.{name}")
    parent = typer.Typer(add_completion=False, rich_markup_mode="rich", context_settings=HELP_OPTIONS)
    parent.callback()(lambda: None)  # with it, even a parent of one command is a group
    if hasattr(module, "app"):
        parent.add_typer(module.app, name=name)
    else:
        parent.command(name, epilog=module.EXAMPLES)(getattr(module, name))
    group = cast("TyperGroup", get_command(parent))
    made = cast("TyperCommand | TyperGroup", group.commands[name])
    if name in SIGNING:
        _unlocking(made)
    return made


def _unlocking(command: TyperCommand | TyperGroup) -> None:
    """Let a command, and each below it, take --passphrase-file, which is read at the edge."""
    for each in getattr(command, "commands", {}).values():
        _unlocking(each)
    is_leaf = not getattr(command, "commands", {}) or command.name == "serve"
    if is_leaf and all(FLAG not in each.opts for each in command.params):
        names = [each.name for each in command.params]
        command.params.insert(names.index("json") if "json" in names else len(names), _option())


def _option() -> Any:  # noqa: ANN401 - typer brings a click of its own
    """Make the option as typer would; its value goes nowhere."""
    option = typer.Option(FLAG, help=HELP, show_default=False, expose_value=False)

    def taking(passphrase_file: Path | None = None) -> None:
        """Take it."""

    taking.__annotations__["passphrase_file"] = Annotated[Path | None, option]
    only = typer.Typer(add_completion=False)
    only.command()(taking)
    return get_command(only).params[0]
