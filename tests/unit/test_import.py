"""Importing the package is quick and loads nothing heavy; every public name is really there."""

import subprocess
import sys

import pytest

import avatar

HEAVY = ("cv2", "onnxruntime", "numba", "av", "scipy", "numpy", "librosa", "PIL", "typer", "rich")


def loaded_after(statement: str) -> set[str]:
    script = f"{statement}\nimport sys\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_package_loads_nothing_heavy():
    assert loaded_after("import avatar").isdisjoint(HEAVY)


@pytest.mark.parametrize("stage", ["text", "speech", "visemes", "motion", "portrait", "reenact", "finish", "film"])
def test_importing_a_stage_loads_no_native_giant(stage):
    giants = {"cv2", "onnxruntime", "numba", "av", "scipy", "librosa"}
    assert loaded_after(f"import avatar.{stage}").isdisjoint(giants)


def test_the_command_line_shows_help_without_loading_a_stage():
    loaded = loaded_after("from avatar.cli.edge import run\nrun(['--version'])")
    assert loaded.isdisjoint({"cv2", "onnxruntime", "numba", "av", "scipy", "numpy"})


@pytest.mark.parametrize("name", avatar.__all__)
def test_every_public_name_can_be_fetched_and_is_documented(name):
    assert getattr(avatar, name).__doc__


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nobody"):
        avatar.nobody  # noqa: B018 - the access is what is tested


def test_public_names_are_listed_by_dir():
    assert set(avatar.__all__) <= set(dir(avatar))


@pytest.mark.slow
def test_compiling_loops_loads_no_linear_algebra_but_can():
    script = (
        "import sys, numpy as np; import avatar.runtime.compiling; from numba import njit;"
        "add = njit(lambda a: a + 1); add(np.zeros(3)); assert 'scipy.linalg' not in sys.modules;"
        "dot = njit(lambda a: np.dot(a, a)); assert dot(np.ones((2, 2))).sum() == 8;"
        "assert 'scipy.linalg' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


@pytest.mark.slow
def test_loops_that_are_kept_load_no_compiler():
    script = (
        "import numpy as np; from avatar.reenact.mesh.raster import reach;"
        "reach(np.zeros((3, 2), np.float32), np.zeros((1, 3), np.int32), 0.0, 9.0, np.zeros((1, 2), np.float32))"
    )
    loaded_after(script)
    assert "numba" not in loaded_after(script)
