"""What a run would do: what is there, what is due, and how long it takes, as it was measured here."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from avatar.campaign.job import Outcome
from avatar.campaign.planning import plan
from avatar.campaign.preflight import check
from avatar.campaign.rates import Rates, keep_rates, kind_of, read_rates, tongue_of
from avatar.campaign.running.executors.inline import inline
from avatar.campaign.running.executors.work import Setting
from avatar.campaign.running.manifest import Line
from avatar.campaign.running.run import run
from avatar.runtime.folders import Home
from tests.campaigns import job

BEGIN = datetime(2026, 1, 1, tzinfo=timezone.utc)
TABLE = "id,text\na,Hello.\nb,Bye bye.\n"


def line(of, begun, wall, seconds, state="done"):
    ended = (BEGIN + timedelta(seconds=begun + wall)).isoformat()
    outcome = Outcome(of.input_hash, state, of.output, seconds=seconds, wall_s=wall)
    return Line(outcome, of.row, of.language, of.format, {}, ended)


def test_of_clips_made_at_once_the_time_of_all_counts_and_pauses_do_not():
    jobs = [job(number, f"Text {number}.") for number in range(4)]
    spans = [(0, 10), (2, 10), (1000, 6), (1005, 5)]
    lines = {each.input_hash: line(each, *span, 4.0) for each, span in zip(jobs, spans, strict=True)}
    rates = Rates()
    assert rates.learn(jobs, lines, {})
    assert rates.wall[kind_of(jobs[0])] == pytest.approx((12 + 10) / 16)
    assert rates.wall_seconds(jobs[0], 10) == pytest.approx(13.75)
    assert rates.wall_seconds(job(9, "Hi.", size=(512, 512)), 10) is None


def test_what_the_first_clips_load_is_not_laid_upon_the_later_ones():
    jobs = [job(number, f"Text {number}.") for number in range(6)]
    spans = [(0, 10), (0, 11), (10, 2), (11, 3), (12, 3), (14, 2)]
    lines = {each.input_hash: line(each, *span, 4.0) for each, span in zip(jobs, spans, strict=True)}
    at_once, told = Rates(), Rates()
    told.learn(jobs, lines, {}, at_once=2)
    assert told.wall[kind_of(jobs[0])] == pytest.approx(10 / 2 / 16)
    at_once.learn(jobs, lines, {})
    assert at_once.wall[kind_of(jobs[0])] == pytest.approx(10 / (31 / 16) / 16)


def test_clips_that_failed_or_were_there_teach_nothing():
    one, other = job(1, "One."), job(2, "Two.")
    lines = {one.input_hash: line(one, 0, 5, 0.0, "failed"), other.input_hash: line(other, 0, 0, 3.0, "reused")}
    assert not Rates().learn([one, other], lines, {})


def test_lengths_are_corrected_by_those_that_films_had(tmp_path):
    one, two = job(1, "One."), job(2, "Two.")
    rates, home = Rates(), Home.at(tmp_path)
    rates.learn([one], {one.input_hash: line(one, 0, 5, 3.0)}, {one.input_hash: 2.0})
    assert rates.film_seconds(two, 4.0) == pytest.approx(6.0)
    assert rates.film_seconds(replace(two, language="fr"), 4.0) == 4.0
    keep_rates(rates, home)
    assert read_rates(home) == rates
    assert tongue_of(two) in read_rates(home).lengths


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"wall": {"a": "x"}, "lengths": {}, "startup": 0}'])
def test_a_file_that_is_not_ours_is_as_if_nothing_was_measured(tmp_path, content):
    home = Home.at(tmp_path)
    path = home.cache / "campaigns" / "rates.json"
    path.parent.mkdir(parents=True)
    path.write_text(content)
    assert read_rates(home) == Rates()


@pytest.mark.slow
def test_what_is_there_is_not_due_and_an_edited_cell_is(tmp_path):
    home = Home.at(tmp_path / "home")
    (tmp_path / "table.csv").write_text(TABLE)
    yaml = "name: test\ntable: table.csv\nlanguages: [en]\nvoices: fast\nsizes: 256x256\n"
    (tmp_path / "campaign.yaml").write_text(yaml)
    checked = check(tmp_path, home)
    before = plan(checked, home, is_measuring=False)
    assert (len(before.due), before.unchanged, before.wall_s) == (2, (), None)

    made = run(checked.jobs, Setting(before.folder, home), inline)
    assert made.as_json()["rendered"] == 2

    after = plan(checked, home, is_measuring=False)
    assert (len(after.due), len(after.unchanged), after.wall_s) == (0, 2, 0.0)

    (tmp_path / "table.csv").write_text(TABLE.replace("Bye bye", "See you"))
    edited = plan(check(tmp_path, home), home, is_measuring=False)
    assert [each.row for each in edited.due] == [3]
    assert edited.wall_s is not None
    assert 0 < edited.wall_s < 600
    films = sum(outcome.seconds for _, outcome in made.outcomes)
    assert edited.seconds == pytest.approx(films / 2, rel=0.5)


@pytest.mark.slow
def test_what_was_never_measured_is_measured_and_nothing_of_that_is_left(tmp_path):
    home = Home.at(tmp_path / "home")
    (tmp_path / "table.csv").write_text("text\nHello.\n")
    yaml = "name: test\ntable: table.csv\nlanguages: [en]\nvoices: fast\nsizes: 256x256\n"
    (tmp_path / "campaign.yaml").write_text(yaml)
    made = plan(check(tmp_path, home), home)
    assert made.wall_s is not None
    assert made.wall_s > 0
    assert not (tmp_path / "outputs").exists()
    assert not [path for path in home.data.rglob("*") if "audit" in path.parts and path.is_file()]
    assert read_rates(home).wall
