"""Finding areas whose latitude and longitude stand in each other's place, though both are within range."""

from collections.abc import Sequence
from statistics import median

from tabard.lib.geo.features import BadFeature, BadFeatures, Feature

Bounds = tuple[float, float, float, float]
BRITISH_ISLES: Bounds = (-11.0, 49.0, 3.0, 61.5)
"""West, south, east, north. Swapped they lie in the sea off Somalia, where only the Seychelles have a police."""
NEIGHBOURLY = 5.0
"""A force's neighbourhoods lie within so many degrees of one another."""


class LooksSwapped(BadFeatures):
    """Features that would fit, were latitude and longitude the other way round."""


def refuse_swapped(features: Sequence[Feature], *, known: Bounds | None = None) -> None:
    """Raise LooksSwapped for features that fit their surroundings only when swapped.

    The surroundings are `known` (where the force is known to be), else the British Isles, else the other features.
    """
    middles = [_middle(feature.geometry.bounds) for feature in features]
    if not middles:
        return
    homes = [known] if known else [BRITISH_ISLES]
    if not known and len(middles) > 2:
        homes.append(_around(median(x for x, _ in middles), median(y for _, y in middles)))
    swapped = {
        nth for home in homes for nth, (x, y) in enumerate(middles) if not _inside(home, x, y) and _inside(home, y, x)
    }
    if swapped:
        raise LooksSwapped([_problem(features[nth]) for nth in sorted(swapped)])


def grown(bounds: Bounds, by: float = NEIGHBOURLY) -> Bounds:
    """The box with a margin of so many degrees."""
    west, south, east, north = bounds
    return west - by, south - by, east + by, north + by


def _around(longitude: float, latitude: float) -> Bounds:
    return grown((longitude, latitude, longitude, latitude))


def _middle(bounds: Bounds) -> tuple[float, float]:
    west, south, east, north = bounds
    return (west + east) / 2, (south + north) / 2


def _inside(home: Bounds, x: float, y: float) -> bool:
    west, south, east, north = home
    return west <= x <= east and south <= y <= north


def _problem(feature: Feature) -> BadFeature:
    x, y = _middle(feature.geometry.bounds)
    return BadFeature(
        index=feature.index,
        code=feature.code,
        name=feature.name,
        problem=f"it lies at latitude {y:.3f}, longitude {x:.3f}: latitude and longitude look swapped",
    )
