"""The triangle painter: exact, without holes, later over earlier."""

from __future__ import annotations

import numpy as np

from avatar.reenact.mesh.raster import compose, draw_triangles


def _grid(count, size):
    x, y = np.meshgrid(np.linspace(0, size, count), np.linspace(0, size, count))
    places = np.column_stack([x.ravel(), y.ravel()]).astype(np.float32)
    corner = np.arange(count * count).reshape(count, count)
    a, b, c, d = (part.ravel() for part in (corner[:-1, :-1], corner[:-1, 1:], corner[1:, :-1], corner[1:, 1:]))
    return places, np.concatenate([np.column_stack([a, b, c]), np.column_stack([b, d, c])]).astype(np.int32)


def test_linear_values_come_out_linear_at_pixel_centres():
    places, triangles = _grid(5, 40.0)
    out = np.full((2, 40, 40), np.nan, np.float32)
    draw_triangles(places, places.copy(), triangles, out, 0.0, 0.0)
    x, y = np.meshgrid(np.arange(40) + 0.5, np.arange(40) + 0.5)
    np.testing.assert_allclose(out[0], x, atol=1e-3)
    np.testing.assert_allclose(out[1], y, atol=1e-3)


def test_a_bent_mesh_has_no_holes():
    places, triangles = _grid(23, 64.0)
    rng = np.random.default_rng(3)
    inner = (places > 0).all(axis=1) & (places < 64).all(axis=1)
    places[inner] += rng.uniform(-0.9, 0.9, (inner.sum(), 2)).astype(np.float32)
    out = np.full((1, 64, 64), np.nan, np.float32)
    draw_triangles(places, np.ones((len(places), 1), np.float32), triangles, out, 0.0, 0.0)
    assert np.isfinite(out).all()


def test_the_window_is_a_cut_of_the_whole():
    places, triangles = _grid(7, 30.0)
    whole, part = np.zeros((2, 30, 30), np.float32), np.zeros((2, 10, 12), np.float32)
    draw_triangles(places, places.copy(), triangles, whole, 0.0, 0.0)
    draw_triangles(places, places.copy(), triangles, part, 8.0, 5.0)
    np.testing.assert_allclose(part, whole[:, 5:15, 8:20], atol=1e-4)


def test_later_triangles_cover_earlier_ones():
    places = np.array([[0, 0], [8, 0], [0, 8], [0, 0], [8, 0], [0, 8]], np.float32)
    values = np.array([[1], [1], [1], [2], [2], [2]], np.float32)
    out = np.zeros((1, 8, 8), np.float32)
    draw_triangles(places, values, np.array([[0, 1, 2], [3, 4, 5]], np.int32), out, 0.0, 0.0)
    assert set(np.unique(out)) == {0.0, 2.0}


def test_compose_mixes_by_alpha_and_shades_the_person_only():
    person = np.zeros((1, 3, 4), np.uint8)
    person[0, 0], person[0, 1] = (100, 100, 100, 255), (50, 50, 50, 128)
    picture = np.full((1, 3, 3), 200, np.uint8)
    compose(person, np.array([[-0.5, 0.0, -0.5]], np.float32), picture)
    assert picture[0, :, 0].tolist() == [50, 150, 200]
