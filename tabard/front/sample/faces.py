"""A made-up face, as data/force.toml describes it, and its colours."""

from dataclasses import dataclass, field

from tabard.front.sample.sheet import mixed

SKINS = {
    "fair": "#f4d6bd",
    "light": "#ebc19c",
    "olive": "#d9a878",
    "tan": "#c08a5c",
    "brown": "#94623f",
    "deep": "#6a452f",
}
GROUNDS = ("#dfe7ea", "#e4ecd9", "#f0e6d8", "#d9e6f0", "#eadfea", "#f3ead0")


@dataclass(frozen=True)
class Face:
    skin: str
    hair: str
    style: str
    brows: str
    beard: str = ""
    glasses: str = ""
    scarf: str = ""
    cap: bool = False
    freckles: bool = False
    ground: str = field(default=GROUNDS[0])

    @property
    def colour(self) -> str:
        return SKINS[self.skin]

    @property
    def shade(self) -> str:
        return mixed(self.colour, "#5a2a18", 0.22)

    @property
    def hair_shade(self) -> str:
        return mixed(self.hair, "#000000" if self.hair > "#5" else "#8a8f98", 0.22)
