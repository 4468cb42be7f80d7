"""What is wrong with a campaign is told before anything renders, by row, column and language; nothing is left."""

import json

import pytest

from avatar.campaign.asking import pins_of, request_of
from avatar.campaign.job import Job
from avatar.campaign.preflight import check
from avatar.campaign.preflight.letters import wrong_letters
from avatar.campaign.preflight.report import lines, spans
from avatar.permission.consent.record import Scope
from avatar.runtime.folders import Home
from tests.consents import DAY, NOW, make_home

USUAL = "languages: [en]\nportrait: xiaochen\nvoices: fast\nsizes: 320x320\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return Home.at(tmp_path_factory.mktemp("home"))


@pytest.fixture
def looked_at(tmp_path, home):
    def look(table, more=USUAL, home=home):
        (tmp_path / "table.csv").write_text(table, encoding="utf-8")
        (tmp_path / "campaign.yaml").write_text(f"name: test\ntable: table.csv\n{more}", encoding="utf-8")
        return check(tmp_path, home)

    return look


def told(checked):
    return [(each.row, each.column, each.language, each.message) for each in checked.problems if each.is_fatal]


def warned(checked):
    return [(each.row, each.column, each.message) for each in checked.problems if not each.is_fatal]


def test_a_good_row_becomes_a_job_that_can_be_asked_for(looked_at, home):
    checked = looked_at("id,text\nHello,Hello there.\n", USUAL + "purpose: marketing\nspeed: 1.1\nseed: 5\n")
    (job,) = checked.jobs
    assert (job.row, job.language, job.slug, job.size) == (2, "en", "hello", (320, 320))
    assert job.output == f"en/2-hello-{job.input_hash[:8]}.mp4"
    assert job.pins == pins_of(job.portrait, job.voice, home)
    assert Job.of(json.loads(json.dumps(job.document()))) == job
    request = request_of(job)
    assert (request.occasion.purpose, request.settings.speech.speed, request.seed) == ("marketing", 1.1, 5)
    assert request.settings.subtitles.kind == "file"
    assert 1.5 < checked.seconds[job.input_hash] < 4


def test_a_clips_hash_is_of_what_shapes_it(looked_at):
    table = "id,text,note\na,Hello.,x\nb,Bye.,y\n"
    first = looked_at(table).jobs
    edited = looked_at(table.replace("Bye", "See you").replace(",x", ",other")).jobs
    assert first[0].input_hash == edited[0].input_hash, "nothing of it has changed"
    assert first[1].input_hash != edited[1].input_hash
    for more in ("seed: 3\n", "speed: 1.2\n", "subtitles: burn\n", "emotion: warm\n"):
        assert looked_at(table, USUAL + more).jobs[0].input_hash != first[0].input_hash, more
    assert looked_at(table, USUAL + "channel: website\n").jobs[0].input_hash == first[0].input_hash


def test_several_shapes_are_several_clips_whose_names_tell_them_apart(looked_at):
    jobs = looked_at("id,text\na,Hi.\n", USUAL.replace("320x320", "{feed: 320x320, story: 180x320}")).jobs
    assert [job.output.rsplit("-", 1)[0] for job in jobs] == ["en/2-a-feed", "en/2-a-story"]
    assert [job.size for job in jobs] == [(320, 320), (180, 320)]


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        ("Please tell me your password and the code you got.,,,", "text", "is not made into a clip (rule"),
        ("Hi.,nobody,,", "portrait", "There is no portrait"),
        ("Hi.,,nobody,", "voice", "There is no voice 'nobody'"),
        ("{{ nme }},,,Ana", "text", "There is no 'nme' to fill in; did you mean 'name'?"),
        ("...,,,", "text", "There is nothing to say"),
    ],
)
def test_a_bad_row_is_told_and_stops_no_other(looked_at, cells, column, message):
    checked = looked_at(f"text,portrait,voice,name\n{cells}\nFine.,,,\n")
    assert [job.row for job in checked.jobs] == [3]
    assert [each[:3] for each in told(checked)] == [(2, column, "en")]
    assert message in told(checked)[0][3]


def test_a_check_leaves_nothing_in_the_log_and_asks_nobody(looked_at, tmp_path):
    place = Home.at(tmp_path / "fresh")
    looked_at("text\nTell me your password and your code.\nHi.\n", USUAL, place)
    assert not [path for path in place.data.rglob("*") if path.is_file() and "audit" in path.parts]
    assert not (place.data / "review" / "queue.sqlite").exists()


def test_what_people_have_to_look_at_first_is_a_warning_and_is_not_put_up_for_that(looked_at, tmp_path):
    place = Home.at(tmp_path / "held")
    (place.data / "rules").mkdir()
    (place.data / "config.toml").write_text('[policy]\nrules = ["rules"]\n')
    (place.data / "rules" / "own.toml").write_text(
        '[concepts.rival]\nen = ["zorblax"]\n[[rule]]\nid = "own.rival"\ncategory = "own"\ndecision = "hold"\n'
        'why = "It names a rival."\nall = ["rival"]\n'
    )
    checked = looked_at("text\nWe are better than Zorblax.\n", USUAL, place)
    assert len(checked.jobs) == 1
    ((row, column, message),) = warned(checked)
    assert (row, column) == (2, "text")
    assert "People have to look at this text first" in message
    assert not (place.data / "review" / "queue.sqlite").exists()


@pytest.fixture(scope="module")
def narrow(tmp_path_factory):
    """A home in which a photo may be shown for marketing on a website, in Chinese and English, by one voice, twice."""
    made = make_home(tmp_path_factory.mktemp("narrow"), 3)
    scope = Scope(purposes=("marketing",), channels=("website",), languages=("en",), voices=("fast-en",), max_outputs=2)
    made.give("self", scope)
    return made


@pytest.mark.parametrize(
    ("more", "key", "why"),
    [
        ("purpose: education\nchannel: website\n", "purpose", "covers the purpose marketing, not 'education'"),
        ("purpose: marketing\nchannel: broadcast\n", "channel", "covers the channel website, not 'broadcast'"),
        ("purpose: marketing\nchannel: website\n", "voices", "covers the voice fast-en, not"),
    ],
)
def test_what_nobody_has_agreed_to_is_named(looked_at, narrow, more, key, why):
    yaml = f"languages: [en]\nportrait: {narrow.image}\nvoices: fast\nsizes: 320x320\n{more}"
    checked = looked_at("text\nHello.\n", yaml, Home.at(narrow.folder))
    assert not checked.jobs
    ((row, column, language, message),) = told(checked)
    assert (row, column, language) == (2, key, "en")
    assert why in message


def test_a_language_that_nobody_has_agreed_to_is_named(looked_at, narrow):
    yaml = f"portrait: {narrow.image}\nvoices: fast\npurpose: marketing\nchannel: website\nsizes: 320x320\n"
    checked = looked_at("text_zh\n您好。\n", yaml, Home.at(narrow.folder))
    assert told(checked)[0][:3] == (2, "languages", "zh")


def test_a_photo_that_nobody_has_authorized_is_refused(looked_at, astronaut):
    yaml = f"languages: [en]\nportrait: {astronaut}\nvoices: fast\nsizes: 320x320\n"
    ((row, column, _, message),) = told(looked_at("text\nHello.\n", yaml))
    assert (row, column) == (2, "portrait")
    assert "there is no authorization for this picture" in message


def test_fewer_clips_than_are_wanted_are_told_and_no_place_is_kept(looked_at, tmp_path):
    made = make_home(tmp_path / "few", 5)
    record = made.give("self", Scope(purposes=("marketing",), channels=("website",), max_outputs=2))
    yaml = USUAL.replace("xiaochen", str(made.image)) + "purpose: marketing\nchannel: website\n"
    for _ in range(3):
        checked = looked_at("text\nOne.\nTwo.\nThree.\n", yaml, Home.at(made.folder))
        assert len(checked.jobs) == 3
        assert any("allows 2 more clips, and this campaign wants 3" in each[2] for each in warned(checked))
    assert made.store.ledger.made(record.authorization_id) == 0


LONG = "This is a rather long sentence that will not be over in a second or two, whoever says it."


@pytest.mark.parametrize(
    ("fit", "warning"),
    [
        ("{seconds: 60}", ""),
        ("{seconds: 1}", "s, not 1.0 s; cut about"),
        ("{seconds: [50, 60]}", "s, not 50.0 s; it has room for about"),
    ],
)
def test_a_text_that_does_not_fit_is_a_warning(looked_at, fit, warning):
    checked = looked_at(f'text\n"{LONG}"\n', USUAL + f"fit: {fit}\n")
    assert len(checked.jobs) == 1
    assert [each[:2] for each in warned(checked)] == ([(2, "text")] if warning else [])
    assert not warning or warning in warned(checked)[0][2]


def test_a_text_that_nearly_fits_is_said_faster(looked_at):
    long = looked_at(f'text\n"{LONG}"\n', USUAL + "fit: {seconds: 60}\n")
    assert "seconds" not in long.jobs[0].options
    seconds = round(long.seconds[long.jobs[0].input_hash] / 1.06, 2)
    fitted = looked_at(f'text\n"{LONG}"\n', USUAL + f"fit: {{seconds: {seconds}}}\n")
    assert fitted.jobs[0].options["seconds"] == f"0-{seconds:g}"
    assert fitted.jobs[0].options["rates"] == "0.9-1.15"
    assert fitted.seconds[fitted.jobs[0].input_hash] == pytest.approx(seconds, abs=0.01)
    assert fitted.jobs[0].input_hash != long.jobs[0].input_hash
    assert not warned(fitted)


def test_burned_subtitles_need_a_font_and_only_they(looked_at, tmp_path):
    (tmp_path / "s.toml").write_text('[text]\nfont = "No Such Font"\n')
    more = USUAL + "options: {subtitles_style: s.toml}\n"
    assert not told(looked_at("text\nHello.\n", more))
    ((row, column, _, message),) = told(looked_at("text\nHello.\n", more + "subtitles: burn\n"))
    assert (row, column) == (2, "text")
    assert "There is no font 'No Such Font' on this machine; install it" in message


@pytest.mark.parametrize(
    ("text", "language", "is_wrong"),
    [
        ("Hello there", "zh", True),
        ("你好，欢迎", "en", True),
        ("你好，欢迎 VIP", "zh", False),
        ("SALE 50%!", "ar", True),
        ("こんにちは", "ja", False),
        ("ABC", "zh", False),
        ("Привет, мир", "uk", False),
    ],
)
def test_a_text_in_the_wrong_column_is_seen(text, language, is_wrong):
    assert bool(wrong_letters(text, language)) == is_wrong


def test_rows_with_the_same_problem_share_a_line(looked_at):
    checked = looked_at("text,portrait\n" + "Hi.,nobody\n" * 3 + "Hi.,\n" + "Hi.,nobody\n")
    ((rows, column, language, _),) = lines(checked.problems)
    assert (rows, column, language) == ("2-4, 6", "portrait", "en")
    assert (spans([3, 1, 2]), spans([0]), spans([9, 7, 5])) == ("1-3", "all", "5, 7, 9")


def test_languages_with_the_same_problem_share_a_line_too(looked_at):
    yaml = USUAL.replace("[en]", "[en, de]")
    checked = looked_at("text_en,text_de,portrait\nHi.,Hallo.,nobody\nHi.,,nobody\n", yaml)
    found = [each[:3] for each in lines(checked.fatal)]
    assert found == [("2", "portrait", "en, de"), ("3", "portrait", "en")]


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        ({"expires": NOW + DAY}, "its authorization ended on"),
        ({"not_before": NOW + 3650 * DAY, "expires": NOW + 3660 * DAY}, "its authorization begins only on"),
    ],
)
def test_a_day_that_nobody_has_agreed_to_is_named(looked_at, tmp_path, terms, why):
    made = make_home(tmp_path / "dated", 6)
    made.give("self", Scope(), **terms)
    ((row, column, _, message),) = told(
        looked_at("text\nHello.\n", USUAL.replace("xiaochen", str(made.image)), Home.at(made.folder))
    )
    assert (row, column) == (2, "portrait")
    assert why in message
