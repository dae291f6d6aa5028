"""A picture's file reduced to its pixels: what kind it is, how large, which way up, and nothing else.

Every container is walked here, in our own few lines, before a decoder sees it. So dimensions are known before
decoding, and comments, text chunks, animation and trailing bytes, which decoders unpack or gather at great cost,
never reach one.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a file is refused as a picture; the words for people stand in the room that refuses."""

    EMPTY = "empty"
    TOO_MANY_BYTES = "too_many_bytes"
    TOO_MANY_PIXELS = "too_many_pixels"
    BROKEN = "broken"
    OVERLOADED = "overloaded"
    DRAWING = "drawing"
    HEIC = "heic"
    VIDEO = "video"
    PDF = "pdf"
    ARCHIVE = "archive"
    PROGRAM = "program"
    NOT_A_PICTURE = "not_a_picture"


class PictureRefused(Exception):
    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class BarePicture:
    """`content` decodes to the stored pixels; `orientation` is EXIF's 1 to 8; `profile` an ICC profile, or empty.

    `is_one_pass` says that it is decoded row by row, so that one made smaller on the way never stands whole in memory:
    a JPEG of one sequential scan, as cameras write it.
    """

    kind: str
    content: bytes
    width: int
    height: int
    orientation: int = 1
    profile: bytes = b""
    is_one_pass: bool = False


MOST_SIDE_DATA = 64 * 1024
MOST_SCANS = 100
MOST_CHUNKS = 20_000


def bare(content: bytes) -> BarePicture:
    """Tell by content what `content` is and keep only what decodes to pixels; raises PictureRefused."""
    if not content:
        raise PictureRefused(Reason.EMPTY)
    try:
        if content.startswith(b"\xff\xd8\xff"):
            return _jpeg(content)
        if content.startswith(_PNG):
            return _png(content)
        if content.startswith((b"GIF87a", b"GIF89a")):
            return _gif(content)
        if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
            return _webp(content)
    except (struct.error, IndexError, zlib.error) as trouble:
        raise PictureRefused(Reason.BROKEN) from trouble
    raise PictureRefused(_what_else(content))


_OTHERS = (
    (
        Reason.PROGRAM,
        (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"dex\n"),
    ),
    (
        Reason.ARCHIVE,
        (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"),
    ),
    (Reason.ARCHIVE, (b"\x28\xb5\x2f\xfd", b"MSCF", b"ar!<")),
    (Reason.VIDEO, (b"\x1aE\xdf\xa3", b"FLV", b"OggS")),
)


def _what_else(content: bytes) -> Reason:
    for reason, beginnings in _OTHERS:
        if content.startswith(beginnings):
            return reason
    if content[4:8] == b"ftyp":
        return Reason.HEIC if content[8:12] in {b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis"} else Reason.VIDEO
    if content[257:262] == b"ustar":
        return Reason.ARCHIVE
    if b"%PDF-" in content[:1024]:
        return Reason.PDF
    if re.search(rb"<\s*(?:\w+:)?svg[\s>]", content[:4096].replace(b"\0", b""), re.IGNORECASE):
        return Reason.DRAWING
    return Reason.NOT_A_PICTURE


# JPEG: ITU-T T.81, annex B

_JPEG_FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
_JPEG_IN_ONE_PASS = {0xC0, 0xC1}
_JPEG_KEPT = _JPEG_FRAMES | {0xC4, 0xCC, 0xDA, 0xDB, 0xDD, 0xEE}
_JPEG_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
_JPEG_SCAN_END = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_ICC = b"ICC_PROFILE\x00"


def _jpeg(content: bytes) -> BarePicture:
    kept, size, orientation, profile = [b"\xff\xd8"], None, 1, bytearray()
    markers = []
    for marker, payload, scan in _jpeg_segments(content):
        markers.append(marker)
        if marker in _JPEG_KEPT:
            kept.append(b"\xff" + bytes([marker]) + struct.pack(">H", len(payload) + 2) + payload + scan)
        if marker in _JPEG_FRAMES:
            if size is not None:
                raise PictureRefused(Reason.BROKEN)
            height, width = struct.unpack_from(">HH", payload, 1)
            size = (width, height)
        elif marker == 0xE1 and payload.startswith(b"Exif\x00\x00") and orientation == 1:
            orientation = exif_orientation(payload[6:])
        elif marker == 0xE2 and payload.startswith(_ICC) and len(profile) + len(payload) <= MOST_SIDE_DATA:
            profile += payload[len(_ICC) + 2 :]
    if size is None:
        raise PictureRefused(Reason.BROKEN)
    is_one_pass = markers.count(0xDA) == 1 and not _JPEG_IN_ONE_PASS.isdisjoint(markers)
    return BarePicture("JPEG", b"".join([*kept, b"\xff\xd9"]), *size, orientation, bytes(profile), is_one_pass)


def _jpeg_segments(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Marker, payload and, after a start of scan, the coded data that follows; ends at the end-of-image marker."""
    place, scans, segments = 2, 0, 0
    while found := _JPEG_MARKER.match(content, place):
        marker, place = found[1][0], found.end()
        if marker == 0xD9:
            if not scans:
                raise PictureRefused(Reason.BROKEN)
            return
        (length,) = struct.unpack_from(">H", content, place)
        payload = content[place + 2 : place + length]
        place += length
        segments += 1
        if length < 2 or place > len(content):
            break
        scan = b""
        if marker == 0xDA:
            scans += 1
            after = _JPEG_SCAN_END.search(content, place)
            if after is None:
                break
            scan, place = content[place : after.start()], after.start()
        if scans > MOST_SCANS or segments > MOST_CHUNKS:
            # each scan makes the decoder walk the whole picture again
            raise PictureRefused(Reason.OVERLOADED)
        yield marker, payload, scan
    raise PictureRefused(Reason.BROKEN)


# PNG: W3C PNG specification, third edition, section 5

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}


def _png(content: bytes) -> BarePicture:
    kept, orientation, profile = [_PNG], 1, b""
    for name, payload, whole in _png_chunks(content):
        if name in _PNG_KEPT:
            if zlib.crc32(name + payload) != int.from_bytes(whole[-4:]):
                raise PictureRefused(Reason.BROKEN)
            kept.append(whole)
        elif name == b"eXIf":
            orientation = exif_orientation(payload[:MOST_SIDE_DATA])
        elif name == b"iCCP" and len(payload) <= MOST_SIDE_DATA:
            packed = payload.partition(b"\0")[2][1:]
            profile = zlib.decompressobj().decompress(packed, MOST_SIDE_DATA)
    if kept[1][4:8] != b"IHDR" or len(kept[1]) != 25:
        raise PictureRefused(Reason.BROKEN)
    width, height = struct.unpack_from(">II", kept[1], 8)
    return BarePicture("PNG", b"".join(kept), width, height, orientation, profile)


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    place = len(_PNG)
    for _ in range(MOST_CHUNKS):
        length, name = struct.unpack_from(">I4s", content, place)
        end = place + 12 + length
        if end > len(content):
            break
        yield name, content[place + 8 : end - 4], content[place:end]
        if name == b"IEND":
            return
        place = end
    raise PictureRefused(Reason.BROKEN)


# GIF89a specification, sections 18 to 27: only the first picture of an animation is kept


def _gif(content: bytes) -> BarePicture:
    width, height, flags = struct.unpack_from("<HHB", content, 6)
    place = 13 + _gif_colours(flags)
    kept, control = [b"GIF89a" + content[6:place]], b""
    for _ in range(MOST_CHUNKS):
        block = content[place]
        if block == 0x21:
            end = _gif_blocks_end(content, place + 2)
            if content[place + 1] == 0xF9:
                control = content[place:end]
            place = end
        elif block == 0x2C:
            left, top, across, down, flags = struct.unpack_from("<HHHHB", content, place + 1)
            end = _gif_blocks_end(content, place + 11 + _gif_colours(flags))
            kept += [control, content[place:end], b";"]
            # a frame may hang over the edge: decoders then widen the canvas
            return BarePicture("GIF", b"".join(kept), max(width, left + across), max(height, top + down))
        else:
            break
    raise PictureRefused(Reason.BROKEN)


def _gif_colours(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _gif_blocks_end(content: bytes, place: int) -> int:
    while content[place]:
        place += 1 + content[place]
    return place + 1


# WebP: RFC 9649, section 2


def _webp(content: bytes) -> BarePicture:
    end = 8 + int.from_bytes(content[4:8], "little")
    if end > len(content):
        raise PictureRefused(Reason.BROKEN)
    found: dict[bytes, bytes] = {}
    for name, payload in _webp_chunks(content, 12, end):
        if name == b"ANMF" and name not in found:
            found |= dict(_webp_chunks(payload, 16, len(payload)))
        found.setdefault(name, payload)
    width, height = _webp_size(found)
    kept = b"".join(
        name + struct.pack("<I", len(found[name])) + found[name] + b"\0" * (len(found[name]) % 2)
        for name in (b"ALPH", b"VP8 ", b"VP8L")
        if name in found
    )
    if b"ALPH" in found:
        canvas = struct.pack("<B3x", 0x10) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        kept = b"VP8X" + struct.pack("<I", 10) + canvas + kept
    profile = found.get(b"ICCP", b"")
    return BarePicture(
        "WEBP",
        b"RIFF" + struct.pack("<I", len(kept) + 4) + b"WEBP" + kept,
        width,
        height,
        exif_orientation(found.get(b"EXIF", b"").removeprefix(b"Exif\x00\x00")[:MOST_SIDE_DATA]),
        profile if len(profile) <= MOST_SIDE_DATA else b"",
    )


def _webp_chunks(content: bytes, place: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    for _ in range(MOST_CHUNKS):
        if place >= end:
            return
        name, length = struct.unpack_from("<4sI", content, place)
        if place + 8 + length > end:
            break
        yield name, content[place + 8 : place + 8 + length]
        place += 8 + length + length % 2
    raise PictureRefused(Reason.BROKEN)


def _webp_size(found: dict[bytes, bytes]) -> tuple[int, int]:
    if b"VP8L" in found:
        found.pop(b"ALPH", None)
        found.pop(b"VP8 ", None)
        bits = int.from_bytes(found[b"VP8L"][1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if b"VP8 " not in found:
        raise PictureRefused(Reason.BROKEN)
    width, height = struct.unpack_from("<HH", found[b"VP8 "], 6)
    return width & 0x3FFF, height & 0x3FFF


def exif_orientation(exif: bytes) -> int:
    """The orientation in a TIFF block (EXIF 2.32, section 4.6.4, tag 0x0112); 1, upright, when none can be read."""
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(exif[:4])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack_from(order + "I", exif, 4)
        (count,) = struct.unpack_from(order + "H", exif, start)
        for number in range(min(count, 200)):
            tag, kind, _, value = struct.unpack_from(order + "HHIH", exif, start + 2 + 12 * number)
            if tag == 0x0112 and kind == 3 and 1 <= value <= 8:
                return int(value)
    except struct.error:
        pass
    return 1
