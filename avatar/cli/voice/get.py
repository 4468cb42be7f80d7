"""`avatar voice install` and `remove`: voices from elsewhere, and away with them."""

from __future__ import annotations

from avatar.cli.examples import examples
from avatar.cli.shopping import Shop, installing, removing

INSTALL_EXAMPLES = examples(
    "avatar voice install af_nova am_puck",
    "avatar voice install de_DE-thorsten-low",
    "avatar voice install fr_FR-tom-medium --accept-licence AGPL-3.0",
    "avatar voice install af_nova --from kokoro-js-1.2.1.tgz",
)
REMOVE_EXAMPLES = examples("avatar voice remove af_nova", "avatar voice remove af_nova --yes --json")


def _shop() -> Shop:
    from avatar.speech import shop

    return shop


install = installing(
    _shop,
    "Get voices: fetched on from where it was cut, checked, and there whole or not at all.",
    "avatar voice list --available",
)
remove = removing(
    _shop,
    "Take voices away that were installed: what came with them goes, what was added or changed since stays.",
    "Voices",
)
