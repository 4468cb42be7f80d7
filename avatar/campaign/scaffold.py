"""A new campaign's folder: a file with every key explained, a table to begin with, and a page that says what to do."""

from __future__ import annotations

import csv
import io
import shutil
from typing import TYPE_CHECKING

from avatar.campaign.sheet.delimited import guarded
from avatar.campaign.sheet.filters import locale_of
from avatar.campaign.sheet.keys import language_tag
from avatar.campaign.sheet.slugs import slug_of
from avatar.errors import InputError
from avatar.runtime.access import told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from avatar.campaign.templates import Template
    from avatar.runtime.folders import Home

_BOM = "\ufeff"
"""by which spreadsheets know UTF-8"""
_SAMPLE = "sample.csv"
"""a template's own table to begin with"""
_TEXTS: dict[str, tuple[str, str]] = {
    "zh": ("欢迎来到{{ brand.name }}，新品{{ price | money }}起。", "有任何问题，请随时联系我们。"),
    "en": (
        "Welcome to {{ brand.name }}. New arrivals from {{ price | money }}.",
        "If you have a question, just ask us.",
    ),
    "ar": ("أهلا بكم في {{ brand.name }}. وصل حديثا ابتداء من {{ price | money }}.", "إذا كان لديكم سؤال فاسألونا."),
    "de": ("Willkommen bei {{ brand.name }}. Neues ab {{ price | money }}.", "Fragen Sie uns, wir helfen gern."),
    "es": ("Bienvenidos a {{ brand.name }}. Novedades desde {{ price | money }}.", "Si tienen preguntas, escríbannos."),
    "fr": ("Bienvenue chez {{ brand.name }}. Nouveautés dès {{ price | money }}.", "Une question ? Écrivez-nous."),
    "pt": (
        "Boas-vindas à {{ brand.name }}. Novidades a partir de {{ price | money }}.",
        "Alguma dúvida? Escreva-nos.",
    ),
    "ja": ("{{ brand.name }}へようこそ。新商品は{{ price | money }}からです。", "ご質問はいつでもどうぞ。"),
}
"""two rows to begin with, by language"""
_ROWS = (("welcome", "29.90"), ("questions", ""))
"""id and price of them"""
_YAML = """\
# {name}: a campaign of talking clips. Every key is explained in docs/campaigns.md.
# Paths begin in this folder. See whether all is well:  avatar campaign check
name: {name}

table: table.csv            # .csv, .tsv, .xlsx or .jsonl; sheet: NAME picks one of a workbook
languages: [{languages}]     # a column text_LANGUAGE each; a blank cell: this row is not made in it
# columns: {{text_en: Script}} # if your headers are others: what is meant: what the header says

portrait: xiaochen          # a name of `avatar portrait list`, or a photo that you may use; or by language:
# portrait: {{zh: xiaochen, default: amara}}
# voices: {{zh: xiaoyi}}      # names of `avatar voice list`; left out, each language has its own
{template}
sizes: [{sizes}]             # wide 1920x1080, square 1080x1080, tall 1080x1920, or any such as 1280x720

purpose: marketing          # what the person has agreed to: see `avatar consent show xiaochen`
channel: website            # website, social, broadcast, app, branch, ...
# territory: CN

brand:                      # {{{{ brand.name }}}} in texts; colours, fonts and logo in templates
  name: Example
  # colours: {{primary: "#0b5fff", ink: "#101828"}}
  # fonts: {{heading: "Noto Sans"}}
  # logo: logo.png
variables:                  # the same in all rows; a column of the same name wins
  currency: EUR

# subtitles: burn           # in the pictures; left out, .srt and .vtt lie beside each film
# speed: 1.0                # speaking rate
# fit: {{seconds: [5, 12]}}   # how long each clip may be; said faster or slower within 0.9 to 1.15
# min_quality: {{closures: 0.98, lag_ms: 15}}  # a clip that is worse is made once more
# seed: 7
# music: music.mp3          # for templates that play one
outputs: outputs            # a folder, or such as s3://bucket/clips
"""
_README = """\
# {name}

1. Write what is said into `{table}`, a row a clip, a column `text_LANGUAGE` for each language.
   Texts may use other columns: `{{{{ price | money }}}}`.
2. `avatar campaign check` finds what is wrong, row by row, before anything is made.
   `avatar campaign check --table checked.csv` gives your table back with a column `problem`.
3. `avatar campaign plan` says what will be made and how long that takes.
4. `avatar campaign run --limit 3` makes the first three clips; look at them.
5. `avatar campaign run` makes the rest. What has not changed is not made again.
"""


def new_campaign(folder: Path, languages: Sequence[str], template: str | None, home: Home) -> tuple[Path, ...]:
    """Make a campaign's folder, and give what lies in it. Raise `InputError` for a folder that has something in it."""
    name = slug_of(folder.name)
    if not name:
        raise InputError(f"A campaign cannot be called {folder.name!r}; use letters, digits and hyphens: spring-offer.")
    tags = tuple(dict.fromkeys(language_tag(each) for each in languages)) or ("zh", "en")
    for tag in tags:
        locale_of(tag)
    found = _template(template, home)
    with told(folder, "choose another folder"):
        if folder.exists() and any(folder.iterdir()):
            raise InputError(f"There is something in {str(folder)!r} already; choose another name for the campaign.")
        folder.mkdir(parents=True, exist_ok=True)
        files = {
            "campaign.yaml": _yaml(name, tags, template, found),
            "README.md": _README.format(name=name, table="table.csv"),
        }
        sample = found.folder / _SAMPLE if found else None
        if sample and sample.is_file():
            shutil.copyfile(sample, folder / "table.csv")
        else:
            files["table.csv"] = _BOM + _table(tags, found)
        for file, content in files.items():
            (folder / file).write_text(content, encoding="utf-8", newline="")
    return tuple(folder / each for each in ("campaign.yaml", "table.csv", "README.md"))


def _template(name: str | None, home: Home) -> Template | None:
    if name is None:
        return None
    from avatar.campaign.templates import read_template

    return read_template(name, home)


def _yaml(name: str, languages: Sequence[str], template: str | None, found: Template | None) -> str:
    line = f"template: {template}" if template else "# template: NAME          # of `avatar template list`"
    size = next(iter(found.shapes)) if found else "wide"
    return _YAML.format(name=name, languages=", ".join(languages), template=line, sizes=size)


def _table(languages: Sequence[str], template: Template | None) -> str:
    """Write a table: what the template asks for, if there is one, and a text in each language."""
    variables = [each for each in template.variables if each not in ("id", "price")] if template else []
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["id", "price", *variables, *(f"text_{each}" for each in languages)])
    for place, (slug, price) in enumerate(_ROWS):
        usual = [_usual(template, each) for each in variables]
        said = [_said(each, place) for each in languages]
        writer.writerow([guarded(cell) for cell in (slug, price, *usual, *said)])
    return text.getvalue()


def _usual(template: Template | None, name: str) -> str:
    """Give something for a variable that must be there and is a text; its own default holds for the others."""
    if template is None or not template.variables[name].required:
        return ""
    return str(template.variables[name].about or name) if template.variables[name].kind == "text" else ""


def _said(language: str, row: int) -> str:
    texts: Mapping[str, tuple[str, str]] = _TEXTS
    found = texts.get(language) or texts.get(language.split("-")[0])
    return found[row] if found else ""
