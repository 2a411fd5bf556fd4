"""Colours are readable on white, by the arithmetic of WCAG."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.config.public import Colours
from tipline.config.public.colours import LEAST_CONTRAST, colour, contrast_on_white


@pytest.mark.parametrize(
    ("said", "ratio"),
    [("#ffffff", 1.0), ("#000000", 21.0), ("#767676", 4.54), ("#777777", 4.48), ("#ff0000", 4.0)],
)
def test_contrast_is_as_wcag_says(said: str, ratio: float) -> None:
    assert contrast_on_white(said) == pytest.approx(ratio, abs=0.005)


def test_a_colour_too_light_is_refused_with_its_ratio() -> None:
    with pytest.raises(ValueError, match=r"its contrast is 4\.48, and 4\.5 is needed"):
        colour("#777777")
    assert colour("#767676") == "#767676"


@pytest.mark.parametrize("said", ["red", "#fff", "#12345g", "#1234567", 17, None])
def test_what_is_no_colour_is_refused(said: object) -> None:
    with pytest.raises(ValueError, match="expected a colour"):
        colour(said)


def test_the_colours_that_come_with_it_are_readable() -> None:
    assert contrast_on_white(Colours().brand) >= LEAST_CONTRAST
    assert contrast_on_white(Colours().link) >= LEAST_CONTRAST


@given(st.integers(0, 0xFFFFFF))
def test_contrast_is_between_one_and_twenty_one(value: int) -> None:
    assert 1 <= contrast_on_white(f"#{value:06x}") <= 21.0000001
