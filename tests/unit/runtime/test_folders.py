"""Where a home lies, however it is named, and what is told where it cannot lie."""

import os
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from avatar.errors import InputError, OutputError
from avatar.runtime import folders
from avatar.runtime.folders import Home, user_cache, user_data


@pytest.fixture
def user(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    for name in ("AVATAR_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "user"


@pytest.mark.parametrize("name", ["~/av", "~/a b/c", "~"])
def test_a_tilde_is_the_users_folder_where_no_shell_has_read_it(user, monkeypatch, name):
    monkeypatch.setenv("AVATAR_HOME", name)
    assert user_data() == user / name[2:]
    assert user_cache() == user / name[2:] / "cache"
    assert user_cache().is_dir()
    assert not Path("~").exists()
    assert Home.at(name) == Home.usual()


@pytest.mark.parametrize("name", ["", "  ", "\t"])
def test_a_blank_name_is_none(user, monkeypatch, name):
    monkeypatch.setenv("AVATAR_HOME", name)
    assert user_data().is_relative_to(user)


def test_a_relative_home_lies_in_the_working_folder(user, monkeypatch, tmp_path):
    monkeypatch.setenv("AVATAR_HOME", "rel/av")
    assert user_data().resolve() == tmp_path / "rel" / "av"


def test_a_user_that_is_not_there_is_told_to_name_a_whole_path(user, monkeypatch):
    monkeypatch.setenv("AVATAR_HOME", "~nosuchuser/av")
    with pytest.raises(OutputError, match="whole path in AVATAR_HOME"):
        user_data()


def test_a_process_of_nobodys_is_told_to_name_a_home(user, monkeypatch):
    def nobody(*_name, **_more):
        raise RuntimeError("could not determine the home directory")

    monkeypatch.setattr(platformdirs, "user_data_dir", nobody)
    monkeypatch.setattr(platformdirs, "user_cache_dir", nobody)
    for find in (user_data, user_cache):
        with pytest.raises(OutputError, match="name one in AVATAR_HOME"):
            find()


@pytest.mark.parametrize("find", [user_data, user_cache])
def test_a_device_in_the_place_of_a_home_is_not_to_be_moved_away(user, monkeypatch, find):
    monkeypatch.setenv("AVATAR_HOME", os.devnull)
    with pytest.raises(OutputError, match="is not a folder, as it should be; name another folder in AVATAR_HOME"):
        find()


def test_a_file_in_the_place_of_a_home_is_to_be_moved_away(user, monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path / "file"))
    with pytest.raises(OutputError, match="move it away, or name another folder in AVATAR_HOME"):
        folders.user_data()


@pytest.mark.slow
def test_nothing_is_left_in_the_users_folder_by_the_library_of_networks(tmp_path):
    """Some of its versions name the machine in the user's cache when they are imported, and report its use."""
    code = "import avatar, onnxruntime, time; time.sleep(0.5)"
    environment = {"HOME": str(tmp_path), "PYTHONPATH": str(Path.cwd()), "PATH": os.environ["PATH"]}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert list(tmp_path.iterdir()) == []
    assert done.stderr == ""


@pytest.mark.parametrize("home", [3, b"there", Home(Path(), Path())])
def test_what_is_no_folder_is_no_home(home, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="named by its folder"):
        Home.at(home)
    assert not list(tmp_path.iterdir())
