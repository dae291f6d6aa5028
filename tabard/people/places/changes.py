"""What can happen to forces, neighbourhoods and their boundaries."""

from dataclasses import dataclass

from tabard.plant.changes.changes import Change


@dataclass(frozen=True)
class ForceAdded(Change):
    force_id: int


@dataclass(frozen=True)
class ForceDescribed(Change):
    force_id: int


@dataclass(frozen=True)
class GenerationImported(Change):
    generation_id: int


@dataclass(frozen=True)
class GenerationSwitchedOn(Change):
    generation_id: int


@dataclass(frozen=True)
class BoundaryChanged(Change):
    """A neighbourhood that was there before has another shape now: "your boundary changed"."""

    neighbourhood_id: int
    generation_id: int


@dataclass(frozen=True)
class NeighbourhoodAdded(Change):
    """A neighbourhood is policed from now on: a new one, or one that had been retired."""

    neighbourhood_id: int
    generation_id: int


@dataclass(frozen=True)
class NeighbourhoodRenamed(Change):
    neighbourhood_id: int
    generation_id: int


@dataclass(frozen=True)
class NeighbourhoodRetired(Change):
    neighbourhood_id: int
    generation_id: int


@dataclass(frozen=True)
class NeighbourhoodDescribed(Change):
    neighbourhood_id: int


@dataclass(frozen=True)
class PinPlaced(Change):
    pin_id: int
    neighbourhood_id: int


@dataclass(frozen=True)
class PinRemoved(Change):
    pin_id: int
    neighbourhood_id: int


@dataclass(frozen=True)
class PostcodesListed(Change):
    """The postcodes of the national list were taken over, `count` of them."""

    count: int
