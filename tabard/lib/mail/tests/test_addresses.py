import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabard.lib.mail.addresses import MAX_LENGTH, AddressRefused, Flaw, canonical_address


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("  Mo.Ali+Team@Example.ORG ", "mo.ali+team@example.org"),
        ("o'neill@example.org", "o'neill@example.org"),
        ("jo@münchen.example", "jo@xn--mnchen-3ya.example"),
        ("jo@faß.example", "jo@xn--fa-hia.example"),
        ("jo@例え.テスト", "jo@xn--r8jz45g.xn--zckzah"),
        ("jo@EXAMPLE。ORG", "jo@example.org"),
        (f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 57}.org", f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 57}.org"),
    ],
)
def test_an_address_has_one_spelling(text: str, canonical: str) -> None:
    assert canonical_address(text) == canonical
    assert canonical_address(canonical) == canonical


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("", Flaw.EMPTY),
        ("   ", Flaw.EMPTY),
        ("nobody", Flaw.NO_AT),
        ("@example.org", Flaw.LOCAL),
        (".jo@example.org", Flaw.LOCAL),
        ("jo.@example.org", Flaw.LOCAL),
        ("jo..mo@example.org", Flaw.LOCAL),
        ("jo mo@example.org", Flaw.LOCAL),
        ('"jo mo"@example.org', Flaw.LOCAL),
        ("Jo <jo@example.org>", Flaw.LOCAL),
        ("jo@mo@example.org", Flaw.LOCAL),
        ("jo@example.org, mo@example.org", Flaw.LOCAL),
        ("пример@example.org", Flaw.LOCAL_NOT_ASCII),
        ("jo\u200b@example.org", Flaw.LOCAL_NOT_ASCII),
        ("jo@", Flaw.DOMAIN),
        ("jo@localhost", Flaw.DOMAIN),
        ("jo@example", Flaw.DOMAIN),
        ("jo@127.0.0.1", Flaw.DOMAIN),
        ("jo@[127.0.0.1]", Flaw.DOMAIN),
        ("jo@-example.org", Flaw.DOMAIN),
        ("jo@exa mple.org", Flaw.DOMAIN),
        ("jo@exa_mple.org", Flaw.DOMAIN),
        ("jo@.org", Flaw.DOMAIN),
        ("jo@example.org.", Flaw.DOMAIN),
        (f"jo@{'a' * 64}.org", Flaw.DOMAIN),
        ("jo@example.org\r\nBcc: all@example.org", Flaw.CONTROL),
        ("jo\x00@example.org", Flaw.CONTROL),
        ("jo@example.org\n", Flaw.CONTROL),
        (f"{'a' * 65}@example.org", Flaw.TOO_LONG),
        (f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 58}.org", Flaw.TOO_LONG),
        ("a" * 100_000 + "@example.org", Flaw.TOO_LONG),
    ],
)
def test_what_is_no_address_is_refused_with_its_reason(text: str, flaw: Flaw) -> None:
    with pytest.raises(AddressRefused) as refused:
        canonical_address(text)

    assert refused.value.flaw is flaw


@settings(deadline=None)
@given(st.one_of(st.text(), st.builds("{}@{}.org".format, st.text(), st.text()), st.emails()))
def test_whatever_passes_is_one_plain_word(text: str) -> None:
    try:
        address = canonical_address(text)
    except AddressRefused:
        return

    assert address.isascii()
    assert address.isprintable()
    assert not set(address) & set(' <>,;:"()[]\\')
    assert address.count("@") == 1
    assert len(address) <= MAX_LENGTH
    assert canonical_address(address) == address
