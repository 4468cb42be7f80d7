"""Compare our runner of the face networks with MediaPipe 0.10.21 itself, which lives in an environment of its own.

Usage: python tests/measure/against_mediapipe.py --reference OTHER/bin/python [--sheet SHEET.png] [PICTURE ...]

OTHER is an environment with `pip install mediapipe==0.10.21`. Without pictures, the shipped portraits, the astronaut
and a cat are taken, and what is made of them: turned, small, cropped, grey, dark, painted, drawn, side by side.
Prints for each network whether the same things are found, how far points lie apart (in inter-ocular distances, IOD),
and the median milliseconds of processor time per picture, in one process each.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
FLOOR = 0.5
CROP, ROOM = 512, 2.0


def made_pictures(folder: Path) -> list[Path]:
    """Write the pictures that are always compared, as PNG."""
    import cv2
    from skimage.data import astronaut, chelsea

    people = {
        name: cv2.imread(str(ROOT / "portraits" / name / "portrait.jpg"))
        for name in ("xiaochen", "marco", "amara", "xiaochen_green")
    }
    people["astronaut"] = astronaut()[..., ::-1].copy()
    pictures = dict(people)
    for name, picture in people.items():
        pictures |= {f"{name}-{kind}": made for kind, made in variants(picture).items()}
    row = [cv2.resize(people[name], (500, 700)) for name in ("xiaochen", "marco", "amara", "astronaut")]
    pictures["group of four"] = np.hstack(row)
    pictures["group of eight"] = np.vstack([np.hstack(row), np.hstack(row[::-1])])
    pictures["group, small"] = cv2.copyMakeBorder(cv2.resize(np.hstack(row), (1000, 350)), 500, 500, 400, 400, 1)
    pictures["cat"] = chelsea()[..., ::-1]
    pictures["nothing"] = np.full((300, 400, 3), 127, np.uint8)
    paths = []
    for name, picture in pictures.items():
        paths.append(folder / f"{name}.png")
        cv2.imwrite(str(paths[-1]), picture, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    return paths


def variants(picture: np.ndarray) -> dict[str, np.ndarray]:
    import cv2

    height, width = picture.shape[:2]
    turns = {f"turned {angle}": turned(picture, angle) for angle in (-50, -30, -15, 15, 30, 50)}
    half = cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    ink = cv2.adaptiveThreshold(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), 255, 0, 0, 41, 6)
    return turns | {
        "small": cv2.copyMakeBorder(cv2.resize(half, (width // 6, height // 6)), 300, 300, 300, 300, 1),
        "tiny": cv2.copyMakeBorder(cv2.resize(half, (width // 12, height // 12)), 400, 400, 400, 400, 1),
        "cropped": picture[height // 8 : height * 3 // 4, width // 6 : width * 5 // 6],
        "close": picture[height // 6 : height * 3 // 5, width // 4 : width * 3 // 4],
        "half a face": picture[:, : width // 2],
        "upside down": picture[::-1].copy(),
        "grey": cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR),
        "dark": (picture * 0.25).astype(np.uint8),
        "painted": cv2.pyrMeanShiftFiltering(half, 12, 30),
        "drawn": cv2.cvtColor(cv2.medianBlur(ink, 3), cv2.COLOR_GRAY2BGR),
        "blurred": cv2.GaussianBlur(picture, (0, 0), width / 150),
        "large": cv2.resize(picture, (3000, round(3000 * height / width)), interpolation=cv2.INTER_CUBIC),
    }


def turned(picture: np.ndarray, angle: float) -> np.ndarray:
    import cv2

    height, width = picture.shape[:2]
    return cv2.warpAffine(picture, cv2.getRotationMatrix2D((width / 2, height / 2), angle, 0.8), (width, height))


def look_with_mediapipe(paths: list[Path], answers: Path) -> None:
    """Run MediaPipe on every picture and keep what it finds. Needs nothing of ours."""
    from mediapipe.python.solutions.face_detection import FaceDetection
    from mediapipe.python.solutions.face_mesh import FaceMesh
    from mediapipe.python.solutions.hands import Hands
    from mediapipe.python.solutions.selfie_segmentation import SelfieSegmentation

    def boxes(detector):
        def find(picture):
            size = np.array([picture.shape[1], picture.shape[0]])
            rows = []
            for one in detector.process(picture).detections or ():
                box = one.location_data.relative_bounding_box
                points = [(point.x, point.y) for point in one.location_data.relative_keypoints]
                corner, sides = np.array([box.xmin, box.ymin]) * size, np.array([box.width, box.height]) * size
                rows.append([*corner, *sides, one.score[0], *(np.array(points) * size).ravel()])
            return np.array(rows).reshape(-1, 17)

        return find

    def mesh(network):
        def see(picture):
            faces = network.process(picture).multi_face_landmarks
            scale = np.array([picture.shape[1], picture.shape[0], picture.shape[1]])
            return (
                np.array([(point.x, point.y, point.z) for point in faces[0].landmark]) * scale
                if faces
                else np.zeros((0, 3))
            )

        return see

    def hands(network):
        def find(picture):
            scale = np.array([picture.shape[1], picture.shape[0], picture.shape[1]])
            found = network.process(picture).multi_hand_landmarks or ()
            return np.array([[(p.x, p.y, p.z) for p in hand.landmark] for hand in found]).reshape(-1, 21, 3) * scale

        return find

    near, far = FaceDetection(0.5, 0), FaceDetection(0.5, 1)
    run = {
        "near": boxes(near),
        "far": boxes(far),
        "mesh": mesh(FaceMesh(static_image_mode=True, refine_landmarks=True, max_num_faces=1)),
        "hands": hands(
            Hands(static_image_mode=True, max_num_hands=2, model_complexity=0, min_detection_confidence=0.6)
        ),
        "person": lambda picture: segmenter.process(picture).segmentation_mask,
    }
    segmenter = SelfieSegmentation(model_selection=0)
    keep(paths, answers, run)


def look_with_ours(paths: list[Path], answers: Path) -> None:
    """Run our own runner on every picture and keep what it finds."""
    sys.path.insert(0, str(ROOT))
    from avatar.neural import FaceDetector, FaceMesh, HandFinder, PersonSegmenter

    def boxes(detector):
        def find(picture):
            rows = [
                [box.x, box.y, box.width, box.height, box.score, *box.points.ravel()] for box in detector.find(picture)
            ]
            return np.array(rows).reshape(-1, 17)

        return find

    mesh, hands, person = FaceMesh(FLOOR), HandFinder(0.6), PersonSegmenter()

    def see(picture):
        found = mesh.see(picture)
        return np.zeros((0, 3)) if found is None else found

    run = {
        "near": boxes(FaceDetector("near", FLOOR)),
        "far": boxes(FaceDetector("far")),
        "mesh": see,
        "hands": lambda picture: np.array(hands.find(picture)).reshape(-1, 21, 3),
        "person": person.probability,
    }
    keep(paths, answers, run)


def keep(paths: list[Path], answers: Path, run: dict) -> None:
    import cv2

    found, spent = {}, {name: [] for name in run}
    for number, path in enumerate(paths):
        picture = np.ascontiguousarray(cv2.imread(str(path))[..., ::-1])
        for name, look in run.items():
            begun = time.process_time()
            seen = look(picture)
            spent[name].append(time.process_time() - begun)
            found[f"{number} {name}"] = np.asarray(seen, np.float32)
    found |= {f"ms {name}": np.array(np.median(times) * 1000) for name, times in spent.items()}
    np.savez_compressed(answers, **found)


def compare(paths: list[Path], theirs, ours) -> None:
    say(f"{len(paths)} pictures\n")
    say("| network | found by both | by MediaPipe alone | by ours alone | ms theirs | ms ours |")
    say("|---|---|---|---|---|---|")
    for name in ("near", "far", "mesh", "hands"):
        both, lost, new = counted(paths, theirs, ours, name)
        say(f"| {name} | {both} | {len(lost)} | {len(new)} | {theirs['ms ' + name]:.1f} | {ours['ms ' + name]:.1f} |")
        for path, score in lost + new:
            say(f"|   | | {path.stem}: {score} | | | |")
    print_mesh(paths, theirs, ours)
    away = [np.abs(theirs[f"{n} person"] - ours[f"{n} person"]).mean() for n in range(len(paths))]
    say(
        f"\nperson: mean difference {np.mean(away):.4f}, most in one picture {max(away):.4f}; ms theirs "
        f"{theirs['ms person']:.1f}, ours {ours['ms person']:.1f}"
    )


def counted(paths: list[Path], theirs, ours, name: str):
    both, lost, new = 0, [], []
    for number, path in enumerate(paths):
        one, other = theirs[f"{number} {name}"], ours[f"{number} {name}"]
        if name == "mesh":
            pairs = [(0, 0)] if len(one) and len(other) else []
            one, other = one[None] if len(one) else one, other[None] if len(other) else other
        elif name == "hands":
            pairs = matched(one[:, 0, :2], other[:, 0, :2], 40)
        else:
            pairs = matched(one[:, :2] + one[:, 2:4] / 2, other[:, :2] + other[:, 2:4] / 2, np.inf, one[:, 2])
        both += len(pairs)
        lost += [(path, told(one[i])) for i in range(len(one)) if i not in {pair[0] for pair in pairs}]
        new += [(path, told(other[i])) for i in range(len(other)) if i not in {pair[1] for pair in pairs}]
    return both, lost, new


def told(row: np.ndarray) -> str:
    return f"score {row[4]:.3f}" if row.ndim == 1 else ""


def matched(one, other, limit, sides=None):
    """Pair what lies nearest to each other, within half a side."""
    pairs, free = [], set(range(len(other)))
    for number, place in enumerate(one):
        reach = limit if sides is None else sides[number] / 2
        near = min(free, key=lambda k: np.hypot(*(other[k] - place)), default=None)
        if near is not None and np.hypot(*(other[near] - place)) < reach:
            pairs.append((number, near))
            free.discard(near)
    return pairs


def print_mesh(paths: list[Path], theirs, ours) -> None:
    rows, gaps, deep = [], [], []
    for number in range(len(paths)):
        one, other = theirs[f"{number} mesh"], ours[f"{number} mesh"]
        if not (len(one) and len(other)):
            continue
        iod = np.hypot(*(one[[33, 133], :2].mean(0) - one[[362, 263], :2].mean(0)))
        away = np.hypot(*(one[:, :2] - other[:, :2]).T) / iod
        rows.append((away.mean(), away.max(), paths[number].stem))
        deep.append(np.abs(one[:, 2] - other[:, 2]).mean() / iod)
        gaps.append(abs(np.hypot(*(one[13] - one[14])[:2]) - np.hypot(*(other[13] - other[14])[:2])) / iod)
    means = np.array([row[0] for row in rows])
    say(
        f"\nmesh, {len(rows)} faces: points differ by {100 * means.mean():.3f} % of the IOD on average (median picture "
        f"{100 * np.median(means):.3f} %, worst {100 * means.max():.3f} % in {max(rows)[2]}), one point by at most "
        f"{100 * max(row[1] for row in rows):.2f} %; depth by {100 * np.mean(deep):.3f} %; lip gap by "
        f"{np.mean(gaps):.5f} IOD, at most {max(gaps):.4f}"
    )


def say(line: str) -> None:
    """Print one line."""
    sys.stdout.write(f"{line}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reference", type=Path, help="python of an environment with mediapipe 0.10.21")
    parser.add_argument("--as-reference", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("pictures", nargs="*", type=Path)
    given = parser.parse_args()
    if given.as_reference:
        look_with_mediapipe(given.pictures, given.as_reference)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = given.pictures or made_pictures(folder)
        command = [str(given.reference), __file__, "--as-reference", str(folder / "theirs.npz"), *map(str, paths)]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        look_with_ours(paths, folder / "ours.npz")
        compare(paths, np.load(folder / "theirs.npz"), np.load(folder / "ours.npz"))


if __name__ == "__main__":
    main()
