"""What is half made goes with its block, and with a process that is ended at once."""

from threading import Event, Thread

import pytest

from avatar.runtime import unfinished as module
from avatar.runtime.unfinished import passing_folder, scratch_in, sweep, unfinished
from tests.patience import until


@pytest.fixture(autouse=True)
def goes_on(monkeypatch):
    """This process does not end."""
    monkeypatch.setattr(module, "_over", Event())


def test_what_was_moved_to_its_place_stays_and_what_was_not_goes(tmp_path):
    with unfinished(tmp_path / "a.part") as moved, unfinished(tmp_path / "b.part") as left:
        moved.write_text("a")
        left.write_text("b")
        moved.replace(tmp_path / "a")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_fault_leaves_nothing(tmp_path):
    with pytest.raises(ZeroDivisionError), unfinished(tmp_path / "a.part") as part:
        part.write_text("a")
        raise ZeroDivisionError
    assert not list(tmp_path.iterdir())


def test_a_folder_goes_with_all_that_lies_in_it():
    with passing_folder() as folder:
        (folder / "deep").mkdir()
        (folder / "deep" / "a").write_text("a")
        assert folder.stat().st_mode & 0o077 == 0
    assert not folder.exists()


def test_a_scratch_file_is_its_owner_s_and_known_before_it_is_there(tmp_path, monkeypatch):
    """A signal at the moment at which it appears finds it noted."""
    seen = []

    def stop(path, *more):
        path.symlink_to("nowhere")
        sweep()
        seen.append(path.is_symlink())
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("os.open", stop)
        with scratch_in(tmp_path):
            raise AssertionError
    assert (seen, list(tmp_path.iterdir())) == ([False], [])
    monkeypatch.setattr(module, "_over", Event())
    with scratch_in(tmp_path) as (file, part):
        file.write(b"whole")
        file.close()
        assert part.stat().st_mode & 0o077 == 0
        part.replace(tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == b"whole"


def test_of_a_link_the_link_goes(tmp_path):
    (tmp_path / "kept").mkdir()
    with unfinished(tmp_path / "link") as link:
        link.symlink_to(tmp_path / "kept")
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_a_sweep_takes_what_is_unfinished_now_and_nothing_else(tmp_path):
    (tmp_path / "whole").write_text("a")
    with unfinished(tmp_path / "a.part") as part:
        part.write_text("a")
        sweep()
        assert [path.name for path in tmp_path.iterdir()] == ["whole"]
    sweep()


def test_nothing_is_begun_after_a_sweep(tmp_path):
    sweep()
    with pytest.raises(OSError, match="ends"), scratch_in(tmp_path):
        raise AssertionError
    assert not list(tmp_path.iterdir())


def test_what_a_thread_was_about_to_make_goes_too(tmp_path, monkeypatch):
    told, begins = Event(), Event()

    def work():
        with unfinished(tmp_path / "a.part") as part:
            told.set()
            begins.wait(60)
            part.write_text("a")
            gone.wait(60)

    gone, thread = Event(), Thread(target=work)
    thread.start()
    assert told.wait(60)

    def a_moment(_seconds):
        begins.set()
        until(lambda: (tmp_path / "a.part").exists())

    monkeypatch.setattr(module, "sleep", a_moment)
    sweep()
    assert not list(tmp_path.iterdir())
    gone.set()
    thread.join()
