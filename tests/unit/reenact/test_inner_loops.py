"""The inner loops of the renderer, on arrays whose picture is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from avatar.reenact.mesh.beyond import spread
from avatar.reenact.mesh.eyes import _area, _box, _uncrossed, _without_glint
from avatar.reenact.mesh.look import look
from avatar.reenact.mesh.mouth import _soft_corners, _window, coverage
from avatar.reenact.mesh.raster import by_band, compose, compose_alone, draw_triangles, fetch, reach
from avatar.reenact.pose import blend, carry


def painted(places, triangles, size=32, left=0.0, top=0.0):
    """Paint each triangle with its own number, beginning with 1; 0 is where none lies."""
    places, triangles = np.asarray(places, np.float32), np.asarray(triangles, np.int32)
    own = places[triangles.ravel()]
    values = np.repeat(np.arange(1, len(triangles) + 1, dtype=np.float32), 3)[:, None]
    out = np.zeros((1, size, size), np.float32)
    each = np.arange(3 * len(triangles), dtype=np.int32).reshape(-1, 3)
    draw_triangles(np.ascontiguousarray(own), np.ascontiguousarray(values), each, out, left, top)
    return out[0]


corners = some.tuples(some.floats(1, 31), some.floats(1, 31))


@settings(max_examples=80, deadline=None)
@given(quad=some.lists(corners, min_size=4, max_size=4))
def test_two_triangles_leave_no_hole_along_their_shared_edge(quad):
    """Every pixel centre well inside the four corners, which lie in a ring, is painted by one of the two."""
    points = np.array(quad)
    middle = points.mean(axis=0)
    points = points[np.argsort(np.arctan2(*(points - middle).T[::-1]))]
    picture = painted(points, [[0, 1, 2], [0, 2, 3]])
    y, x = np.mgrid[:32, :32] + 0.5
    inside = np.zeros((32, 32), bool)
    for one, two, three in ((0, 1, 2), (0, 2, 3)):
        a, b, c = points[[one, two, three]]
        area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
        if abs(area) < 1e-3:
            continue
        share_b = ((x - a[0]) * (c[1] - a[1]) - (y - a[1]) * (c[0] - a[0])) / area
        share_c = ((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])) / area
        inside |= (share_b >= 0) & (share_c >= 0) & (share_b + share_c <= 1)
    assert (picture[inside] > 0).all()


@settings(max_examples=80, deadline=None)
@given(triangle=some.lists(corners, min_size=3, max_size=3))
def test_nothing_is_painted_outside_of_a_triangle(triangle):
    a, b, c = np.array(triangle)
    area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    y, x = np.nonzero(painted(triangle, [[0, 1, 2]]))
    if not len(x):
        return
    x, y = x + 0.5, y + 0.5
    share_b = ((x - a[0]) * (c[1] - a[1]) - (y - a[1]) * (c[0] - a[0])) / area
    share_c = ((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])) / area
    assert min(share_b.min(), share_c.min(), (1 - share_b - share_c).min()) > -1e-2


@settings(max_examples=50, deadline=None)
@given(triangle=some.lists(corners, min_size=3, max_size=3))
def test_which_corner_comes_first_and_which_way_round_makes_no_difference(triangle):
    first = painted(triangle, [[0, 1, 2]]) > 0
    for order in ([1, 2, 0], [0, 2, 1]):
        assert ((painted(triangle, [order]) > 0) != first).sum() <= 2  # on an edge, to rounding


def test_a_triangle_that_is_a_line_is_not_painted():
    assert not painted([(1, 1), (10, 10), (20, 20)], [[0, 1, 2]]).any()
    twice = (17.84765625, 17.84765625)
    assert not painted([(1, 1), twice, twice], [[0, 1, 2]]).any()


def test_what_lies_beyond_the_window_is_left_out_of_it():
    big = [(-500, -500), (900, -500), (-500, 900)]
    assert (painted(big, [[0, 1, 2]]) == 1).all()
    assert not painted([(100, 100), (120, 100), (100, 120)], [[0, 1, 2]]).any()


def test_a_small_triangle_and_a_large_one_are_painted_alike():
    """Small ones take another way through the loop; the plane that they show is the same."""
    places = np.array([(3, 3), (29, 4), (5, 28)], np.float32)
    values = np.array([[10], [40], [90]], np.float32)
    large = np.zeros((1, 32, 32), np.float32)
    draw_triangles(places, values, np.array([[0, 1, 2]], np.int32), large, 0.0, 0.0)
    plane = np.linalg.solve(np.column_stack([places, np.ones(3)]).astype(float), values[:, 0].astype(float))
    centre = np.array([9.0, 9.0])
    tiny = (centre + np.array([(0, 0), (2.5, 0.2), (0.3, 2.5)])).astype(np.float32)
    small = np.zeros((1, 32, 32), np.float32)
    heights = (tiny @ plane[:2] + plane[2]).astype(np.float32)[:, None]
    draw_triangles(tiny, heights, np.array([[0, 1, 2]], np.int32), small, 0.0, 0.0)
    where = small > 0
    assert where.sum() >= 2
    np.testing.assert_allclose(small[where], large[where], atol=1e-3)


def brute_bands(places, triangles, top, tall, count):
    """List the triangles of each band, one by one."""
    rows = places[triangles][..., 1]
    low, high = rows.min(axis=1) - 1, rows.max(axis=1) + 1
    return [
        [
            index
            for index in range(len(triangles))
            if low[index] < top + (b + 1) * tall and high[index] >= top + b * tall
        ]
        for b in range(count)
    ]


@settings(max_examples=40, deadline=None)
@given(seed=some.integers(0, 9999), count=some.integers(1, 6), tall=some.sampled_from([4.0, 16.0]))
def test_every_band_has_all_triangles_that_lie_in_it_in_their_order(seed, count, tall):
    rng = np.random.default_rng(seed)
    places = rng.uniform(-20, 90, (30, 2)).astype(np.float32)
    triangles = rng.integers(0, 30, (25, 3)).astype(np.int32)
    starts, found = by_band(places, triangles, 3.0, tall, count)
    assert starts[0] == 0
    for band, expected in enumerate(brute_bands(places, triangles, 3.0, tall, count)):
        got = found[starts[band] : starts[band + 1]].tolist()
        assert got == triangles[expected].tolist()


@settings(max_examples=30, deadline=None)
@given(seed=some.integers(0, 9999))
def test_a_bands_span_holds_all_that_lies_in_it_and_an_empty_one_stays_empty(seed):
    rng = np.random.default_rng(seed)
    places = rng.uniform(0, 60, (20, 2)).astype(np.float32)
    triangles = rng.integers(0, 20, (6, 3)).astype(np.int32)
    spans = np.tile(np.array([1e9, -1e9], np.float32), (8, 1))
    reach(places, triangles, 0.0, 8.0, spans)
    for band, expected in enumerate(brute_bands(places, triangles, 0.0, 8.0, 8)):
        if expected:
            across = places[triangles[expected]][..., 0]
            assert spans[band].tolist() == [across.min(), across.max()]
        else:
            assert spans[band].tolist() == [np.float32(1e9), np.float32(-1e9)]


def one_pixel(colour, alpha, behind=(200, 200, 200), light=0.0):
    person = np.array([[(*colour, alpha)]], np.uint8)
    picture = np.array([[behind]], np.uint8)
    compose(person, np.array([[light]], np.float32), picture)
    return picture[0, 0].tolist()


@settings(deadline=None)
@given(
    share=some.integers(0, 255),
    colour=some.tuples(*[some.integers(0, 255)] * 3),
    behind=some.tuples(*[some.integers(0, 255)] * 3),
)
def test_a_person_over_a_background_is_a_mean_weighed_by_cover(share, colour, behind):
    flat = tuple(round(each * share / 255) for each in colour)
    seen = one_pixel(flat, share, behind)
    expected = [c * share / 255 + b * (255 - share) / 255 for c, b in zip(colour, behind, strict=True)]
    assert seen == pytest.approx(expected, abs=1.01)


def test_light_brightens_the_person_and_leaves_the_background():
    assert one_pixel((100, 100, 100), 255, light=0.5) == [150, 150, 150]
    assert one_pixel((0, 0, 0), 0, light=0.5) == [200, 200, 200]
    assert one_pixel((200, 200, 200), 255, light=0.9) == [255, 255, 255]
    assert one_pixel((50, 50, 50), 255, light=-2.0) == [0, 0, 0]


@settings(deadline=None)
@given(share=some.integers(8, 255), colour=some.tuples(*[some.integers(0, 255)] * 3))
def test_a_person_alone_has_its_straight_colour_back(share, colour):
    """Colour times alpha is what is warped; what is given away is straight."""
    flat = [round(each * share / 255) for each in colour]
    picture = np.zeros((1, 1, 4), np.uint8)
    compose_alone(np.array([[(*flat, share)]], np.uint8), np.zeros((1, 1), np.float32), picture)
    assert picture[0, 0, 3] == share
    assert picture[0, 0, :3].tolist() == pytest.approx(colour, abs=0.5 * 255 / share + 1)


def test_nothing_is_drawn_alone_where_nobody_is():
    picture = np.zeros((1, 1, 4), np.uint8)
    compose_alone(np.zeros((1, 1, 4), np.uint8), np.ones((1, 1), np.float32), picture)
    assert not picture.any()


def seen_through(cover, light=1.0, shift=(0.0, 0.0), **more):
    """Show an eyeball with a gradient through a cover."""
    size = 12
    ball = np.zeros((size, size, 4), np.float32)
    ball[..., 0], ball[..., 1], ball[..., 2] = np.arange(size) * 10, 100, 50
    picture = np.full((size, size, 3), 7, np.uint8)
    given_parts = {
        "carry": np.ones((size, size), np.float32),
        "lashes": np.zeros((size, size, 4), np.float32),
        "lifted": np.zeros(size, np.float32),
        "kept": 0.0,
        "glint": np.zeros((size, size, 4), np.float32),
    } | more
    look(
        picture,
        np.asarray(cover, np.float32),
        np.full((size, size), light, np.float32),
        np.array([[1.0, 0, 0], [0, 1.0, 0]]),
        ball,
        given_parts["carry"],
        np.asarray(shift, np.float32),
        given_parts["lashes"],
        given_parts["lifted"],
        given_parts["kept"],
        given_parts["glint"],
        np.zeros(2, np.float32),
        np.stack([_box(given_parts[name]) for name in ("lashes", "glint")]),
    )
    return picture


WHOLE = np.ones((12, 12))


def test_an_eye_that_looks_straight_shows_the_photos_own_and_closed_lids_show_nothing():
    assert seen_through(WHOLE)[5, :, 0].tolist() == [10 * x for x in range(12)]
    assert (seen_through(0 * WHOLE) == 7).all()


def test_an_eye_half_covered_is_half_seen():
    half = seen_through(0.5 * WHOLE).astype(float)
    assert half[5, 6] == pytest.approx((seen_through(WHOLE)[5, 6] + 7.0) / 2, abs=0.6)


def test_an_eyeball_that_turns_to_the_right_shows_what_was_left_of_it():
    assert seen_through(WHOLE, shift=(2.0, 0.0))[5, 6, 0] == 40
    still = np.zeros((12, 12), np.float32)
    assert seen_through(WHOLE, shift=(2.0, 0.0), carry=still)[5, 6, 0] == 60


def test_lashes_lie_over_the_eyeball_as_far_as_they_are_kept():
    lashes = np.zeros((12, 12, 4), np.float32)
    lashes[..., 3] = 1.0  # black, solid
    kept, half, gone = (seen_through(WHOLE, lashes=lashes, kept=kept)[5, 6, 1] for kept in (1.0, 0.5, 0.0))
    assert (kept, half, gone) == (0, 50, 100)


def test_a_lids_shadow_darkens_the_eye_and_a_glint_brightens_it():
    assert seen_through(WHOLE, light=0.5)[5, 6, 1] == 50
    glint = np.zeros((12, 12, 4), np.float32)
    glint[5, 6, :3] = 60
    assert seen_through(WHOLE, glint=glint)[5, 6, 1] == 160


def test_what_a_texture_shows_lies_in_its_box_with_all_that_its_samples_reach():
    """Nothing outside of the box is changed by what is in it: eyes do not look there."""
    glint = np.zeros((12, 12, 4), np.float32)
    glint[5, 6, :3] = 60
    assert _box(glint).tolist() == [4, 3, 9, 8]
    for shift in np.linspace(-0.9, 0.9, 7):
        moved = np.zeros((12, 12, 4), np.float32)
        moved[5, 6, :3] = 60
        picture = seen_through(WHOLE, glint=moved, shift=(shift, 0.0))
        bare = seen_through(WHOLE, shift=(shift, 0.0))
        changed = np.argwhere((picture != bare).any(axis=2))
        assert changed.min(axis=0).tolist() >= [3, 4]
        assert changed.max(axis=0).tolist() <= [7, 8]
    assert not _box(np.zeros((12, 12, 4), np.float32)).any()


square = np.array([(2, 2), (8, 2), (8, 7), (2, 7)], np.float32)


@settings(max_examples=30, deadline=None)
@given(shift=some.tuples(some.floats(0, 3), some.floats(0, 3)))
def test_the_cover_of_an_outline_adds_up_to_its_area_and_its_edge_wherever_it_lies(shift):
    """6 x 5 px, drawn with an edge of a fifth of a pixel at most: lids and lips leave no seam."""
    found = coverage(square + np.array(shift, np.float32), 14, 14)
    assert 30 <= found.sum() <= 30 + 0.2 * 22
    assert found.min() >= 0
    assert found.max() <= 1


def test_a_pixel_inside_is_covered_whole_and_one_outside_not_at_all():
    found = coverage(square, 12, 12)
    assert (found[3:6, 3:7] == 1).all()
    assert not found[9:].any()
    assert not found[:, 10:].any()


def test_a_window_holds_its_outline_and_ends_at_the_picture():
    assert _window(square, (20, 20), 1) == (1, 1, 9, 8)
    assert _window(square, (5, 6), 3) == (0, 0, 6, 5)
    assert _window(square + 100, (20, 20), 1) is None
    assert _window(square - 100, (20, 20), 1) is None


def test_the_corners_of_a_mouth_are_soft_on_both_sides_alike_and_its_middle_is_not():
    found = _soft_corners(np.array([2.0, 5.0]), np.array([42.0, 5.0]), (10, 44), 0.2)
    np.testing.assert_allclose(found, found[:, ::-1], atol=1e-6)
    assert found[5, 2] < 0.25
    assert (found[5, 12:32] == 1).all()
    assert (np.diff(found[5, :22]) >= 0).all()


def test_lids_that_have_passed_each_other_meet_in_the_middle():
    upper = np.array([(0, 0), (1, 2), (2, 2), (3, 0)], np.float32)
    lower = np.array([(0, 0), (1, 1), (2, 1), (3, 0)], np.float32)
    met = _uncrossed(np.concatenate([upper, lower[::-1]]))
    np.testing.assert_allclose(met[1:3, 1], [1.5, 1.5])
    np.testing.assert_allclose(met[:4], met[4:][::-1])


def test_lids_that_are_apart_stay_as_they_are():
    upper = np.array([(0, 0), (1, -1), (2, -1), (3, 0)], np.float32)
    lower = np.array([(0, 0), (1, 1), (2, 1), (3, 0)], np.float32)
    outline = np.concatenate([upper, lower[::-1]])
    np.testing.assert_array_equal(_uncrossed(outline), outline)
    assert _area(outline) == pytest.approx(4)
    assert _area(outline[::-1]) == pytest.approx(4)


def test_what_an_eye_is_known_to_be_goes_on_beyond_its_lids_and_stays_within():
    colours = np.full((20, 20, 3), 90, np.uint8)
    known = np.zeros((20, 20), bool)
    known[6:14, 6:14] = True
    colours[~known] = 250  # skin, of which nothing may be seen
    grown = spread(colours, known)
    assert (grown[known] == 90).all()
    assert np.abs(grown.astype(int) - 90).max() <= 1


def test_an_eyeball_and_its_catch_light_are_together_the_photo():
    ball = np.full((40, 40, 3), 40, np.uint8)
    ball[18:20, 18:20] = 250
    inside = np.ones((40, 40), bool)
    clean, glint = _without_glint(ball, inside, np.array([20.0, 20.0], np.float32), 12.0)
    np.testing.assert_array_equal(clean + glint, ball)
    assert clean.max() < 80
    dull = np.full((40, 40, 3), 40, np.uint8)
    assert not _without_glint(dull, inside, np.array([20.0, 20.0], np.float32), 12.0)[1].any()


@settings(max_examples=30, deadline=None)
@given(seed=some.integers(0, 999))
def test_shapes_are_added_by_their_weights(seed):
    rng = np.random.default_rng(seed)
    resting, shapes = rng.normal(0, 1, (7, 3)).astype(np.float32), rng.normal(0, 1, (5, 7, 3)).astype(np.float32)
    weights = (rng.random(5) * (rng.random(5) > 0.5)).astype(np.float32)
    before = resting.copy()
    np.testing.assert_allclose(
        blend(resting, shapes, weights), resting + np.tensordot(weights, shapes, 1), rtol=1e-4, atol=1e-5
    )
    np.testing.assert_array_equal(resting, before)


def carried(vertices, held, breath=0.0):
    """Turn by 90 degrees about the axis into the picture; shift the body by 1."""
    moved = np.array(vertices, np.float32)
    turn = np.array([[0, -1, 0], [1, 0, 0], [0, 0, 1]], np.float32)
    body, swell = np.array([1, 0, 0], np.float32), np.tile(np.array([0, -2], np.float32), (len(moved), 1))
    carry(moved, np.array(held, np.float32), turn, np.zeros(3, np.float32), body, np.float32(breath), swell)
    return moved


def test_the_head_turns_the_body_goes_along_and_what_is_between_lies_between():
    head, body, neck = carried([(2, 0, 5)] * 3, [1.0, 0.0, 0.5])
    np.testing.assert_allclose(head, [0, 2, 5], atol=1e-6)
    np.testing.assert_allclose(body, [3, 0, 5], atol=1e-6)
    np.testing.assert_allclose(neck, (head + body) / 2, atol=1e-6)


def test_a_breath_lifts_by_as_much_as_it_is_deep():
    still, half, full = (carried([(2, 0, 5)], [0.0], breath)[0, 1] for breath in (0.0, 0.5, 1.0))
    assert (still - half, still - full) == (pytest.approx(1), pytest.approx(2))


def fetched(texture, across, down):
    total = np.full(1, -1, np.int64)
    fetch(texture, np.float32(across), np.float32(down), total)
    return total[0]


def test_the_lines_of_a_texture_that_a_flow_leads_to_are_read_and_no_others():
    texture = np.zeros((100, 160, 4), np.uint8)
    texture[40:60, :16, 0] = 1
    texture[90:, :, 0] = 1
    lines = fetched(texture, [[2.0]], [[44.0]])
    assert lines == 12, "four rows above and eight below, one line of sixteen pixels wide, of which the first counts"
    assert fetched(texture, [[2.0]], [[10.0]]) == 0


@pytest.mark.parametrize("away", [-1e30, -500.0, 1e9, 1e30, np.nan])
def test_a_flow_that_leads_beyond_a_texture_reads_nothing_beyond_it(away):
    texture = np.ones((20, 30, 4), np.uint8)
    flow = np.full((9, 9), away, np.float32)
    assert 0 <= fetched(texture, flow, flow) <= 40
    flow[0, 0] = 5.0
    assert 0 <= fetched(texture, flow, flow) <= 40
