from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabard.lib.mail.letter import Blanks, Letter, UnsafeHeader, UnsafeValue, cut, list_headers

NINE = datetime(2026, 11, 22, 9, tzinfo=UTC)


def make_letter(blanks: Blanks, **changed: object) -> Letter:
    values: dict[str, object] = {
        "sender_name": "Riverside",
        "sender": "news@peelborough.example",
        "to": blanks["address"],
        "subject": "Speed check",
        "date": NINE,
        "message_id": f"post-1.{blanks['serial']}@peelborough.example",
        "text": f"Sixty-one cars.\nStop: https://peelborough.example/follow/{blanks['token']}/stop/\n",
        "html": f"<p>Sixty-one cars.</p><a href='https://peelborough.example/follow/{blanks['token']}/stop/'>Stop</a>",
        "headers": list_headers(
            list_id="riverside.peelborough.example",
            list_name="Riverside",
            unsubscribe_url=f"https://peelborough.example/follow/{blanks['token']}/stop/",
        ),
    }
    return Letter(**{**values, **changed})  # type: ignore[arg-type]


def new_blanks() -> Blanks:
    return Blanks("address", "token", "serial")


def read(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def decoded(data: bytes, name: str) -> str:
    """RFC 2047 as it is written: `policy.default` wrongly keeps the space between two encoded words of a phrase."""
    return str(make_header(decode_header(message_from_bytes(data)[name]))).strip()


def texts(data: bytes) -> tuple[str, str]:
    plain, rich = read(data).iter_parts()
    assert isinstance(plain, EmailMessage)
    assert isinstance(rich, EmailMessage)
    assert (plain.get_content_type(), rich.get_content_type()) == ("text/plain", "text/html")
    return plain.get_content().replace("\r\n", "\n"), rich.get_content().replace("\r\n", "\n")


def test_each_recipient_gets_their_own_letter() -> None:
    blanks = new_blanks()
    stencil = cut(make_letter(blanks), blanks)

    jo = read(stencil.fill(address="jo@home.example", token="a1", serial="s1"))
    mo = read(stencil.fill(address="mo@home.example", token="b2", serial="s2"))

    assert (jo["To"], mo["To"]) == ("jo@home.example", "mo@home.example")
    assert jo["Message-ID"] == "<post-1.s1@peelborough.example>"
    assert mo["Message-ID"] == "<post-1.s2@peelborough.example>"
    assert jo["List-Unsubscribe"] == "<https://peelborough.example/follow/a1/stop/>"
    assert jo["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert jo["List-Id"] == '"Riverside" <riverside.peelborough.example>'
    assert jo["Auto-Submitted"] == "auto-generated"
    assert jo["Date"].datetime == NINE
    plain, rich = texts(stencil.fill(address="mo@home.example", token="b2", serial="s2"))
    assert plain == "Sixty-one cars.\nStop: https://peelborough.example/follow/b2/stop/\n"
    assert rich.count("/follow/b2/stop/") == 1


def test_the_wire_is_seven_bit_with_short_lines() -> None:
    blanks = new_blanks()
    words = "Gwiriad cyflymder ar Lôn y Felin 🚓 " * 80
    letter = make_letter(
        blanks, text=words + blanks["token"] + words, html=f"<p>{words}{blanks['token'] * 3}{words}</p>"
    )

    data = cut(letter, blanks).fill(address="jo@home.example", token="t" * 400, serial="s")

    assert data.isascii()
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.partition(b"\r\n\r\n")[2].split(b"\r\n"))) <= 76  # RFC 2045 §6.7
    plain, rich = texts(data)
    assert plain.rstrip("\n") == words + "t" * 400 + words.rstrip("\n")
    assert rich.rstrip("\n") == f"<p>{words}{'t' * 1200}{words}</p>"


@settings(deadline=None)
@given(before=st.text(), after=st.text(), value=st.from_regex(r"[!-;=?-~]{1,200}", fullmatch=True))
def test_any_text_around_any_value_arrives_as_written(before: str, after: str, value: str) -> None:
    blanks = new_blanks()
    letter = make_letter(blanks, text=before + blanks["token"] + after, headers={})

    plain = cut(letter, blanks).fill(address="jo@home.example", token=value, serial="s")

    part = next(read(plain).iter_parts())
    raw = part.get_payload(decode=True)
    assert isinstance(raw, bytes)
    wanted = (before + value + after).replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace")
    assert raw.replace(b"\r\n", b"\n") == wanted


def test_a_value_is_escaped_in_html() -> None:
    blanks = new_blanks()
    letter = make_letter(blanks, html=f"<p>{blanks['address']}</p>")

    _, rich = texts(cut(letter, blanks).fill(address="o'neill&sons@home.example", token="t", serial="s"))

    assert "<p>o&#x27;neill&amp;sons@home.example</p>" in rich


@pytest.mark.parametrize("value", ["", "a b", "a\r\nBcc: all@home.example", "a\n", "a>", "<a", "é", "a\x00"])
def test_a_value_cannot_open_a_line_of_its_own(value: str) -> None:
    blanks = new_blanks()
    stencil = cut(make_letter(blanks), blanks)

    with pytest.raises(UnsafeValue):
        stencil.fill(address=value, token="t", serial="s")
    with pytest.raises(UnsafeValue):
        stencil.fill_letter(address=value, token="t", serial="s")


@pytest.mark.parametrize(
    "changed",
    [
        {"subject": "Speed\r\nBcc: all@home.example"},
        {"subject": "Speed\x85check"},
        {"sender_name": "River\nside"},
        {"sender": "news@peelborough.example>\r\nBcc: all@home.example"},
        {"headers": {"X-Kind": "a\r\nBcc: all@home.example"}},
        {"headers": {"X-Kind": "a\r\n \r\n\r\nbody"}},
        {"headers": {"X Kind": "a"}},
        {"headers": {"X:Kind": "a"}},
        {"headers": {"X-Kind": "é"}},
    ],
)
def test_a_header_cannot_open_another(changed: dict[str, object]) -> None:
    blanks = new_blanks()

    with pytest.raises(UnsafeHeader):
        cut(make_letter(blanks, **changed), blanks)


@pytest.mark.parametrize(
    "words",
    [
        "Plain",
        "Lôn y Felin",
        "=?utf-8?q?trick?=",
        'The "Old" Quay \\ Mill',
        "x" * 300,
        "ü" * 200,
        "🚓 " * 60,
        "شارع",
        "",
    ],
)
def test_subject_and_sender_arrive_as_written(words: str) -> None:
    blanks = new_blanks()

    letter = make_letter(blanks, subject=words, sender_name=words)
    data = cut(letter, blanks).fill(address="jo@home.example", token="t", serial="s")

    assert decoded(data, "Subject") == words.strip()
    assert parseaddr(decoded(data, "From"))[1] == "news@peelborough.example"
    assert parseaddr(decoded(data, "From"))[0] == words.strip()
    assert decoded(data, "To") == "jo@home.example"
    assert max(map(len, data.split(b"\r\n"))) < 998  # RFC 5322 §2.1.1


def test_a_text_that_names_blanks_of_its_own_stays_as_it_is() -> None:
    blanks, others = new_blanks(), new_blanks()

    plain, _ = texts(
        cut(make_letter(blanks, text=others["token"]), blanks).fill(address="a@b.example", token="t", serial="s")
    )

    assert plain.strip() == others["token"]


def test_the_parts_say_the_same_as_the_bytes() -> None:
    blanks = new_blanks()
    stencil = cut(make_letter(blanks), blanks)
    values = {"address": "o&n@home.example", "token": "t1", "serial": "s1"}

    letter = stencil.fill_letter(**values)
    plain, rich = texts(stencil.fill(**values))

    assert (letter.text, letter.html) == (plain, rich.removesuffix("\n"))
    assert letter.to == "o&n@home.example"
    assert letter.message_id == "post-1.s1@peelborough.example"
    assert letter.headers["List-Unsubscribe"] == "<https://peelborough.example/follow/t1/stop/>"
