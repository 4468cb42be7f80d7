"""campaign.yaml is read strictly: each slip is told with its line, and with what may have been meant."""

import pytest

from avatar.campaign.sheet.campaign import Fit, chosen
from avatar.campaign.sheet.reading import read_campaign
from avatar.errors import InputError

HEAD = "name: spring-offer\ntable: table.csv\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "table.csv").write_text("text\nHello.\n")
    return tmp_path


def read(folder, content):
    (folder / "campaign.yaml").write_text(content, encoding="utf-8")
    return read_campaign(folder)


def test_networks_of_the_campaigns_folder_are_found_from_wherever_it_is_read(folder, monkeypatch, tmp_path_factory):
    """A file by its name, a folder by its path; what does not lie there is a name of the catalogue, or a path."""
    (folder / "weights").mkdir()
    (folder / "sharp.onnx").write_bytes(b"x")
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    options = "options: {renderer: liveportrait, network: ./weights, upscale: sharp.onnx, matting: weights, restore: R}"
    found = read(folder, HEAD + options + "\n").options
    assert found["network"] == str(folder / "weights")
    assert found["upscale"] == str(folder / "sharp.onnx")
    assert (found["matting"], found["restore"]) == ("weights", "R")


def refusal(folder, content):
    with pytest.raises(InputError) as fault:
        read(folder, content)
    assert str(fault.value).startswith("campaign.yaml")
    return str(fault.value)


def test_everything_that_can_be_said_is_read(folder):
    (folder / "logo.png").write_bytes(b"x")
    found = read(
        folder,
        HEAD
        + "languages: [zh, en, no, zh_tw]\n"
        + "portrait: {zh: xiaochen, default: marco}\n"
        + "voices:\n  zh: xiaoyi\n  en: fast\n"
        + "sizes: [wide, tall, 640x360]\n"
        + "brand:\n  name: Acme\n  colours: {primary: '#0a4d8c'}\n  fonts: {heading: Inter}\n  logo: logo.png\n"
        + "variables: {currency: EUR, until: 2026-12-31}\n"
        + "purpose: marketing\nchannel: website\nterritory: US-CA\nsubtitles: burn\nspeed: 1.1\nseed: 7\n"
        + "fit: {seconds: [5, 12], fastest: 1.2}\n"
        + "min_quality: {closures: 0.98, lag_ms: 15}\n"
        + "options: {fps: 30, head: 0.5}\n"
        + "outputs: s3://bucket/clips\n",
    )
    assert found.languages == ("zh", "en", "no", "zh-TW"), "no is a language"
    assert (chosen(found.portraits, "zh-HK"), chosen(found.portraits, "en")) == ("xiaochen", "marco")
    assert chosen(found.voices, "ar") is None
    assert found.shapes == {"wide": (1920, 1080), "tall": (1080, 1920), "640x360": (640, 360)}
    assert found.brand.colours == {"primary": "#0a4d8c"}
    assert found.brand.values()["logo"] == str(folder / "logo.png")
    assert found.variables == {"currency": "EUR", "until": "2026-12-31"}
    assert found.fit == Fit(5.0, 12.0, 0.9, 1.2)
    assert found.options["speed"] == 1.1
    assert found.options["seed"] == 7
    assert found.options["fps"] == "30"
    assert found.place == "s3://bucket/clips/spring-offer"
    assert found.lines["voices"] == 5


def test_what_is_left_out_has_its_default(folder):
    found = read(folder, HEAD)
    assert found.portraits == {"": "xiaochen"}
    assert found.shapes == {"wide": (1920, 1080)}
    assert found.place == str(folder / "outputs" / "spring-offer")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (HEAD + "languagess: [zh]\n", "line 3: There is no key 'languagess'; did you mean 'languages'?"),
        (HEAD + "name: again\n", "line 3: 'name' stands here and in line 1; keep one."),
        ("table: table.csv\n", "The key 'name' is missing"),
        ("name: Spring Offer\ntable: table.csv\n", "line 1: The name 'Spring Offer' is used for folders"),
        ("name: a\ntable: other.csv\n", "line 2: 'table' names 'other.csv', and there is no such file"),
        (HEAD + "languages: [english]\n", "line 3: There is no language 'english'; write its code"),
        (HEAD + "brand:\n  colours:\n    primary: #0a4d8c\n", "line 5: The colour 'primary' is empty"),
        (HEAD + "brand:\n  colours: {primary: blue}\n", "line 4: 'blue' is no colour"),
        (HEAD + "brand:\n  colors: {primary: '#fff'}\n", "line 4: 'brand' has no 'colors'; did you mean 'colours'?"),
        (HEAD + "purpose: markting\n", "line 3: There is no purpose 'markting'"),
        (HEAD + "channel: tv\n", "line 3: There is no channel 'tv'"),
        (HEAD + "territory: China\n", "line 3: 'CHINA' is not a territory"),
        (HEAD + "speed: fast\n", "line 3: The speed 'fast' is not a number"),
        (HEAD + "speed: 3\n", "line 3: The speed 3 is out of range"),
        (HEAD + "seed: 1.5\n", "line 3: The seed '1.5' is not a number"),
        (HEAD + "sizes: [wide, tal]\n", "line 3: There is no shape 'tal'; did you mean 'tall'?"),
        (HEAD + "sizes: 99x99\n", "line 3: The width 99 cannot be filmed"),
        (HEAD + "subtitles: burned\n", "line 3: There are no subtitles of the kind 'burned'"),
        (HEAD + "fit: {seconds: [12, 3]}\n", "line 3: 'fit.seconds' wants the longest, or shortest and longest"),
        (HEAD + "fit: {slowest: 1.2, fastest: 0.8}\n", "'fit.slowest' is faster than 'fit.fastest'"),
        (HEAD + "min_quality: {closure: 1}\n", "'min_quality' has no 'closure'; did you mean 'closures'?"),
        (HEAD + "min_quality: {closures: 2}\n", "'min_quality.closures' is '2'; give a number from 0 to 1."),
        (HEAD + "options: {sized: 1}\n", "'options' has no 'sized'"),
        (HEAD + "options: {voice: x}\n", "'options' has no 'voice'"),
        (HEAD + "portrait: [a, b]\n", "'portrait' wants lines such as name: value below it, not a list."),
        (HEAD + "variables: {my price: 3}\n", "The variable 'my price' cannot be used in texts"),
        (HEAD + "outputs: {a: b}\n", "'outputs' wants one value, not lines below it."),
        (HEAD + "\tspeed: 1\n", "line 3: It is set in by a tab; YAML wants spaces."),
        (HEAD + "title: Hello: world\n", "line 3: There is a second"),
        ("name spring\ntable: table.csv\n", "Line 1 has no colon"),
        (HEAD + "a: &x [1]\nb: *x\n", "line 3: Anchors (&) and aliases (*) are not read here"),
        (HEAD + "x: !!python/object/apply:os.system ['id']\n", "is not read here; write the value alone."),
        (HEAD + "template: %x\n", "put it in quotes"),
        ("name: 'abc\n", "is never closed"),
        ("- a\n", "It begins with no key"),
        ("", "campaign.yaml is empty"),
    ],
)
def test_a_slip_is_told_with_its_line_and_its_cure(folder, content, told):
    assert told in refusal(folder, content)


def test_all_slips_are_told_at_once(folder):
    told = refusal(folder, HEAD + "purpos: x\nspeed: 9\nlanguages: [qq]\n")
    assert told.splitlines()[0] == "campaign.yaml has 3 faults."
    assert [line.split(":")[0].strip() for line in told.splitlines()[1:]] == ["line 3", "line 4", "line 5"]


def test_a_file_that_is_not_there_is_told_how_it_is_made(tmp_path):
    with pytest.raises(InputError, match="avatar campaign new NAME"):
        read_campaign(tmp_path)


def test_a_name_that_no_file_can_have_stays_a_name(folder):
    name = "x" * 300
    assert read(folder, HEAD + f"portrait: {name}\n").portraits == {"": name}
