"""`avatar say` and `avatar speak`: every value that cannot be used is named, with what can, before any work is done."""

import json
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avatar.errors import InputError
from avatar.film import parse_fps, parse_size
from avatar.runtime.folders import shipped
from avatar.settings import CODECS, EMOTIONS, JURISDICTIONS, LABEL_LANGUAGES

BOTH = {
    "no text": ([""], 2, "nothing to say"),
    "blanks": ([" \t\n"], 2, "nothing to say"),
    "punctuation": (["。，！…"], 2, "nothing to say"),
    "text and file": (["--file", "notes.txt", "Hi."], 2, "not both"),
    "text and input twice": (["-", "--file", "-"], 2, "not both"),
    "two texts": (["Hi.", "there"], 2, "(there)"),
    "missing file": (["--file", "nowhere.txt"], 2, "'nowhere.txt' cannot be read (No such file or directory)"),
    "folder as file": (["-f", "."], 2, "'.' cannot be read (Is a directory)"),
    "picture as file": (["-f", "portrait.jpg"], 2, "'portrait.jpg' is not text in UTF-8, UTF-16 or GB18030"),
    "empty file": (["-f", "empty.txt"], 2, "nothing to say"),
    "unknown voice": (["-v", "nobody", "Hi."], 2, "There is no voice 'nobody'"),
    "voice as a path": (["-v", "../xiaoyun", "Hi."], 2, "'../xiaoyun'"),
    "unknown language": (["-l", "klingon", "Hi."], 2, "'klingon' is not a BCP-47 code"),
    "empty language": (["--lang", "", "Hi."], 2, "''"),
    "language that nobody speaks": (["-l", "xx", "Hi."], 2, "'xx'"),
    "speed too low": (["--speed", "0.49", "Hi."], 2, "The speed 0.49 is out of range; choose one from 0.5 to 2"),
    "speed too high": (["--speed", "2.01", "Hi."], 2, "The speed 2.01 is out of range"),
    "speed none": (["--speed", "nan", "Hi."], 2, "The speed nan is out of range"),
    "speed endless": (["--speed", "inf", "Hi."], 2, "The speed inf is out of range"),
    "unknown purpose": (["--purpose", "fun", "Hi."], 2, "There is no purpose 'fun'; there are: personal"),
    "empty purpose": (["--purpose", "", "Hi."], 2, "''"),
    "unknown jurisdiction": (["--jurisdiction", "mars", "Hi."], 2, f"choose one of {', '.join(JURISDICTIONS)}"),
    "unknown mark": (["[smlie] Hi."], 2, "There is no mark [smlie]; there are [smile]"),
    "endless pause": (["[pause 90s] Hi."], 2, "[pause 90s]"),
    "pause of nothing": (["[pause 1ms] Hi."], 2, "[pause 1ms]"),
    "forbidden": (["我是公安局的警察，请把您的验证码告诉我，并把钱转到安全账户。"], 3, "(rule "),
}
SAY = {
    "size of one side": (["-s", "720", "Hi."], 2, "'720' is not a width and a height; write it like 720x720"),
    "size of three": (["-s", "720x720x3", "Hi."], 2, "'720x720x3'"),
    "size with a sign": (["--size=-720x720", "Hi."], 2, "'-720x720'"),
    "size in words": (["-s", "large", "Hi."], 2, "'large'"),
    "size too small": (
        ["-s", "126x128", "Hi."],
        2,
        "The width 126 cannot be filmed; choose an even one from 128 to 3840",
    ),
    "size too high": (["-s", "128x3842", "Hi."], 2, "The height 3842 cannot be filmed"),
    "size of nothing": (["-s", "0x0", "Hi."], 2, "The width 0 cannot be filmed"),
    "rate in words": (["--fps", "fast", "Hi."], 2, "'fast' is not a number; write it like 25, 29.97 or 30000/1001"),
    "rate by nought": (["--fps", "25/0", "Hi."], 2, "'25/0'"),
    "rate of nought": (["--fps", "0", "Hi."], 2, "The frame rate 0 cannot be filmed; choose one from 1 to 120"),
    "rate too high": (["--fps", "121", "Hi."], 2, "The frame rate 121 cannot be filmed"),
    "rate below nought": (["--fps=-25", "Hi."], 2, "'-25'"),
    "rate with an exponent": (["--fps", "1e2", "Hi."], 2, "'1e2'"),
    "unknown codec": (["--codec", "divx", "Hi."], 2, f"choose one of {', '.join(CODECS)}"),
    "codec against ending": (["--codec", "vp9", "-o", "a.mp4", "Hi."], 2, "'a.mp4' cannot hold the codec vp9"),
    "gif codec in a film": (["--codec", "gif", "-o", "a.mp4", "Hi."], 2, "'a.mp4' cannot hold the codec gif"),
    "unknown ending": (["-o", "a.avi", "Hi."], 2, "'a.avi' has an ending that says no format"),
    "no ending": (["-o", "a", "Hi."], 2, "'a' has an ending that says no format"),
    "sound as a film": (["-o", "a.wav", "Hi."], 2, "'a.wav'"),
    "missing folder": (["-o", "absent/a.mp4", "Hi."], 2, "absent"),
    "folder as a film": (["-o", "folder.mp4", "Hi."], 2, "folder.mp4"),
    "JSON of somebody else": (["-o", "mine.mp4", "Hi."], 2, "mine.json"),
    "transparent MP4": (["-b", "transparent", "-o", "a.mp4", "Hi."], 2, "'a.mp4' cannot be transparent"),
    "transparent H.264": (["-b", "transparent", "--codec", "h264", "Hi."], 2, "transparent"),
    "missing background": (["-b", "nowhere.jpg", "Hi."], 2, "There is no background 'nowhere.jpg'; give a colour"),
    "half a colour": (["-b", "#12345", "Hi."], 2, "There is no background '#12345'"),
    "colour beyond white": (["-b", "rgb(1, 2, 300)", "Hi."], 2, "(1, 2, 300) is none"),
    "text as a background": (["-b", "notes.txt", "Hi."], 2, "'notes.txt' is neither a picture nor a film"),
    "folder as a background": (["-b", "folder.mp4", "Hi."], 2, "'folder.mp4'"),
    "unknown renderer": (["--renderer", "hologram", "Hi."], 4, "'hologram' here; available: mesh"),
    "unknown emotion": (["-e", "happy", "Hi."], 2, f"There is no emotion 'happy'; choose one of {', '.join(EMOTIONS)}"),
    "head too much": (
        ["--head", "2.1", "Hi."],
        2,
        "The strength 2.1 of 'head' is out of range; choose one from 0 to 2",
    ),
    "head none": (["--head", "nan", "Hi."], 2, "The strength nan of 'head'"),
    "blink below nought": (["--blink=-0.1", "Hi."], 2, "The strength -0.1 of 'blink'"),
    "mouth too small": (["--mouth", "0.29", "Hi."], 2, "The lip strength 0.29 is out of range; choose one from 0.3"),
    "mouth too large": (["--mouth", "1.51", "Hi."], 2, "The lip strength 1.51 is out of range"),
    "unknown label": (["--label-lang", "fr", "Hi."], 2, f"choose one of {', '.join(LABEL_LANGUAGES)}"),
    "no label": (["--label-lang", "", "Hi."], 2, "There is no label in the language ''"),
    "unknown portrait": (["-p", "nobody", "Hi."], 2, "There is no portrait 'nobody', neither as a file nor by name"),
    "empty portrait": (["-p", "", "Hi."], 2, "There is no portrait ''"),
    "folder as a portrait": (["-p", ".", "Hi."], 2, "There is no portrait '.'"),
    "text as a portrait": (["-p", "notes.txt", "Hi."], 2, "'notes.txt' is not a picture"),
    "unknown channel": (["--channel", "tv", "Hi."], 2, "There is no channel 'tv'; there are: file, live"),
}
SPEAK = {
    "unknown ending": (["-o", "a.ogg", "Hi."], 2, "'a.ogg' cannot be written; let its name end in .wav, .mp3 or .m4a"),
    "film": (["-o", "a.mp4", "Hi."], 2, "'a.mp4'"),
    "no ending": (["-o", "a", "Hi."], 2, "'a'"),
    "missing folder": (["-o", "absent/a.wav", "Hi."], 2, "absent"),
    "no label": (["--label", "none", "Hi."], 2, "There is no audible label 'none'; choose one of spoken, rhythm"),
    "empty label": (["--label", "", "Hi."], 2, "There is no audible label ''"),
    "option of a film": (["--head", "1", "Hi."], 2, "No such option: --head"),
    "portrait": (["--portrait", "xiaochen", "Hi."], 2, "No such option: --portrait"),
}
CASES = [
    pytest.param(command, *case, id=f"{command}: {name}")
    for command, cases in (("say", BOTH | SAY), ("speak", BOTH | SPEAK))
    for name, case in cases.items()
]


@pytest.fixture
def folder(shell):
    (shell.folder / "notes.txt").write_text("Hello, this is no picture.")
    (shell.folder / "empty.txt").write_text("")
    (shell.folder / "mine.json").write_text('{"mine": true}')
    (shell.folder / "folder.mp4").mkdir()
    shutil.copy(shipped("portraits") / "xiaochen" / "portrait.jpg", shell.folder)
    return shell


@pytest.mark.slow
@pytest.mark.parametrize(("command", "words", "code", "sentence"), CASES)
def test_what_cannot_be_used_is_named_and_leaves_nothing(folder, command, words, code, sentence):
    assert sentence in folder.refuses(command, *words, code=code)


@pytest.mark.parametrize("command", ["say", "speak"])
@pytest.mark.parametrize("more", [["--json"], ["--quiet"], ["--json", "-q"]], ids=" ".join)
def test_json_and_quiet_leave_the_sentence_of_a_fault_as_it_is(folder, command, more):
    assert folder.refuses(command, *more, "--voice", "nobody", "Hi.") == folder.refuses(
        command, "--voice", "nobody", "Hi."
    )


@pytest.mark.parametrize("command", ["say", "speak"])
def test_without_a_text_and_without_a_pipe_the_ways_to_give_one_are_named(folder, command):
    told = folder.refuses(command)
    assert "There is no text to say" in told
    assert "--file F" in told
    assert "--file -" in told


@pytest.mark.parametrize("command", ["say", "speak"])
@pytest.mark.parametrize("words", [[], ["-"], ["--file", "-"]], ids=" ".join)
@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (b"", "nothing to say"),
        (b"\xff\xff\xff", "'standard input' is not text in UTF-8, UTF-16 or GB18030; save it as UTF-8"),
        (b"a\0b", "'standard input' is not text"),
        (b"a" * 1_000_001, "'standard input' holds more than 1,000,000 bytes"),
        ("[smlie] 您好。".encode("gb18030"), "There is no mark [smlie]"),
        ("[smlie] Hi.".encode("utf-16"), "There is no mark [smlie]"),
    ],
    ids=["empty", "binary", "nought", "giant", "GB18030", "UTF-16"],
)
def test_standard_input_is_read_whole_and_what_is_wrong_with_it_told(folder, command, words, given, sentence):
    assert sentence in folder.refuses(command, *words, given=given)


def test_an_argument_goes_before_what_is_piped(folder):
    """Within `while read` loops of a shell, standard input is somebody else's."""
    assert "[smlie]" in folder.refuses("say", "[smlie] Hi.", given=b"Hello.")


def test_text_that_is_no_unicode_is_a_sentence(folder):
    assert "not valid UTF-8" in folder.refuses("say", "Hi \udcff.")


def test_a_forbidden_script_is_refused_before_the_portrait_is_looked_for(folder):
    words = ("我是公安局的警察，请把您的验证码告诉我。", "-p", "xiaochen")
    assert "is not made into a clip (rule " in folder.refuses("say", *words, code=3)
    assert not [path for path in folder.home.rglob("*.npz") if "language" not in path.parts]


def test_a_face_that_nobody_authorized_is_refused_with_the_cure(folder, photo):
    (folder.folder / "me.png").write_bytes(photo.read_bytes())
    told = folder.refuses("say", "-p", "me.png", "Hi.", code=3)
    assert "avatar consent sign me.png --self" in told
    assert not [path for path in folder.home.rglob("*.npz") if "language" not in path.parts]


@settings(deadline=None)
@given(st.integers(0, 99_999), st.integers(0, 99_999), st.sampled_from(["x", "X", "×", " x ", " × "]))
def test_a_size_is_width_and_height_however_it_is_written(width, height, sign):
    assert parse_size(f"{width}{sign}{height}") == (width, height)


@settings(deadline=None)
@given(st.text(max_size=12))
def test_any_other_text_is_a_size_or_refused_by_name(text):
    try:
        width, height = parse_size(text)
    except InputError as fault:
        assert repr(text) in str(fault)
    else:
        assert min(width, height) >= 0
        assert max(width, height) <= 99_999


@settings(deadline=None)
@given(st.integers(1, 120_000), st.integers(1, 1001))
def test_a_rate_of_two_whole_numbers_is_exact(above, below):
    assert parse_fps(f"{above}/{below}") * below == above


@pytest.mark.parametrize("whole", [24, 30, 48, 60, 120])
def test_decimals_near_a_broadcast_rate_mean_that_rate(whole):
    exact = parse_fps(f"{whole * 1000}/1001")
    for digits in (2, 3):
        assert parse_fps(f"{float(exact):.{digits}f}") == exact


@settings(deadline=None)
@given(st.text(max_size=12))
def test_any_text_is_a_rate_or_refused_by_name(text):
    try:
        rate = parse_fps(text)
    except InputError as fault:
        assert repr(text) in str(fault)
    else:
        assert rate >= 0


@pytest.mark.slow
def test_a_warning_goes_to_standard_error_and_into_the_object_and_quiet_leaves_it_out_of_the_former(shell):
    words = ["speak", "--voice", "emma", "-o", "a.wav", "Hello. 您好。", "--json"]
    done = shell(*words)
    warnings = json.loads(done.out)["warnings"]
    assert warnings
    assert done.err == "".join(f"avatar: {sentence}\n" for sentence in warnings)
    assert json.loads(shell.prints(*words, "--quiet"))["warnings"] == warnings


@pytest.mark.slow
def test_a_text_from_standard_input_is_spoken_and_the_path_is_all_that_is_printed(shell):
    assert shell.prints("speak", "-o", "a.wav", "-", given="您好。".encode("gb18030")) == "a.wav\n"
    assert set(shell.files()) == {"a.wav"}
