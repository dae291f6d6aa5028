"""Any file that claims to be a picture, turned into safe pictures in the sizes that phones and pages need.

What comes out is drawn afresh from the pixels, so position, camera, comments, colour profile and whatever was hung
behind the picture stay behind. Nothing here trusts a name or a declared type.
"""

import io
from dataclasses import dataclass
from typing import Protocol

from PIL import Image, ImageCms

from tabard.lib.pictures_bare import BarePicture, PictureRefused, Reason, bare
from tabard.lib.pictures_blurhash import blurhash

__all__ = ["PictureRefused", "Readable", "Reason", "Rendition", "SafePicture", "safe_picture"]

MOST_BYTES = 16 * 1024 * 1024
MOST_PIXELS = 16_777_216
# what phones' cameras make, up to 8160 × 6144; only where decoding never holds more than MOST_PIXELS at once
MOST_PIXELS_OF_A_PHOTO = 52_428_800
WIDTHS = (320, 640, 1280, 1920)
TALLEST = 3840
FALLBACK_WIDTH = 1280


class Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


@dataclass(frozen=True)
class Rendition:
    width: int
    height: int
    format: str
    content: bytes


@dataclass(frozen=True)
class SafePicture:
    """`renditions` are WebP from narrow to wide, then one JPEG; `colour` is the average as #rrggbb."""

    width: int
    height: int
    blurhash: str
    colour: str
    renditions: tuple[Rendition, ...]


def safe_picture(source: bytes | Readable, *, most_bytes: int = MOST_BYTES) -> SafePicture:
    """Check, decode and draw afresh; raises PictureRefused with the reason."""
    content = source if isinstance(source, bytes) else source.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise PictureRefused(Reason.TOO_MANY_BYTES)
    found = bare(content)
    if found.width < 1 or found.height < 1:
        raise PictureRefused(Reason.BROKEN)
    if found.width * found.height > (MOST_PIXELS_OF_A_PHOTO if found.is_one_pass else MOST_PIXELS):
        raise PictureRefused(Reason.TOO_MANY_PIXELS)
    return _rendered(_decoded(found))


_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


_ON_ITS_SIDE = {5, 6, 7, 8}


def _decoded(found: BarePicture) -> Image.Image:
    """The pixels, upright, in sRGB, no larger than the largest rendition, on a fresh canvas."""
    try:
        with Image.open(io.BytesIO(found.content), formats=[found.kind]) as opened:
            if opened.size != (found.width, found.height):
                raise PictureRefused(Reason.BROKEN)
            # a JPEG decodes to an eighth of its size for an eighth of the work and of the memory
            opened.draft("RGB", _enough(found))
            opened.load()
            picture = opened.convert("RGBA" if opened.has_transparency_data else "RGB")
    except PictureRefused:
        raise
    except Exception as trouble:
        # Pillow's decoders raise whatever they stumble on: OSError, SyntaxError, ValueError, struct.error...
        raise PictureRefused(Reason.BROKEN) from trouble
    if found.orientation in _UPRIGHT:
        picture = picture.transpose(_UPRIGHT[found.orientation])
    picture = _shrunk(picture, _fitting(*picture.size))
    if found.profile and picture.mode == "RGB":
        picture = _in_srgb(picture, found.profile)
    canvas = Image.new(picture.mode, picture.size)
    canvas.paste(picture)
    return canvas


def _enough(found: BarePicture) -> tuple[int, int]:
    """The fewest pixels, still unturned, that the largest rendition needs; of a huge photo at most a quarter."""
    if found.orientation in _ON_ITS_SIDE:
        height, width = _fitting(found.height, found.width)
    else:
        width, height = _fitting(found.width, found.height)
    if found.width * found.height > MOST_PIXELS:
        width, height = min(width, found.width // 2), min(height, found.height // 2)
    return max(1, width), max(1, height)


def _fitting(width: int, height: int) -> tuple[int, int]:
    share = min(1.0, WIDTHS[-1] / width, TALLEST / height)
    return max(1, round(width * share)), max(1, round(height * share))


def _shrunk(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    if picture.size == size:
        return picture
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        changed = ImageCms.profileToProfile(picture, given, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return picture
    return changed or picture


def _rendered(picture: Image.Image) -> SafePicture:
    width, height = picture.size
    plain = _on_white(picture)
    widths = [*(each for each in WIDTHS if each < width), width]
    renditions = [_rendition(picture, each, "webp") for each in widths]
    renditions.append(_rendition(plain, max(each for each in widths if each <= FALLBACK_WIDTH), "jpg"))
    red, green, blue = plain.resize((1, 1), Image.Resampling.BOX).tobytes()
    return SafePicture(width, height, blurhash(plain), f"#{red:02x}{green:02x}{blue:02x}", tuple(renditions))


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode == "RGB":
        return picture
    plain = Image.new("RGB", picture.size, "white")
    plain.paste(picture, mask=picture.getchannel("A"))
    return plain


def _rendition(picture: Image.Image, width: int, extension: str) -> Rendition:
    height = max(1, round(picture.height * width / picture.width))
    small, out = _shrunk(picture, (width, height)), io.BytesIO()
    if extension == "webp":
        small.save(out, "WEBP", quality=80, method=4)
    else:
        small.save(out, "JPEG", quality=82, optimize=True, progressive=True)
    return Rendition(width, height, extension, out.getvalue())
