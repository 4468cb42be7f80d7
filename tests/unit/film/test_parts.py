"""What a killed process has left is swept away; what a living one is writing is not."""

import subprocess
import sys

from avatar.film.parts import hidden, sweep


def test_only_what_the_dead_have_left_goes(tmp_path):
    code = (
        "import sys; from pathlib import Path; from avatar.film.parts import hidden; hidden(Path(sys.argv[1])).touch()"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "clip.mp4")], check=True)
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "clip.mp4")], check=True)
    own = hidden(tmp_path / "clip.mp4")
    own.touch()
    others = [tmp_path / ".avatar-notes.part", tmp_path / ".avatar-00000000-1-00000000.part", tmp_path / "clip.mp4"]
    for other in others:
        other.touch()
    assert len(list(tmp_path.iterdir())) == 6
    sweep(tmp_path / "clip.mp4")
    assert sorted(tmp_path.iterdir()) == sorted([own, *others])


def test_each_name_is_new_and_short(tmp_path):
    names = {hidden(tmp_path / ("好" * 80 + ".mp4"), ".json.part").name for _ in range(50)}
    assert len(names) == 50
    assert max(map(len, names)) < 60


def test_a_folder_that_is_not_there_is_no_trouble(tmp_path):
    sweep(tmp_path / "absent" / "clip.mp4")
