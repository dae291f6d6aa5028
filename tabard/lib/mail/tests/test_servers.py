import pytest

from tabard.lib.mail.servers import MailUrlRefused, check_mail_url


@pytest.mark.parametrize(
    "url",
    [
        "submission://user:password@mail.example:587",
        "submission://user:p%23%2F%3F%40w@mail.example",
        "submission://user:password@mail.example:465?ssl=true",
        "smtp://user:password@mail.example:465?ssl=true",
        "smtp://user:password@mail.example:25?tls=yes",
        "smtp://relay.force.example",
        "smtp://127.0.0.1:2525",
        "smtp://user:password@[::1]:2525",
        "smtp://user:password@localhost:2525/",
    ],
)
def test_a_mail_server_that_is_named_rightly_is_taken(url: str) -> None:
    check_mail_url(url)


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("smtp+tls://user:password@mail.example:587", "begins with submission:// or smtp://"),
        ("smtp+ssl://user:password@mail.example:465", "begins with submission:// or smtp://"),
        ("smtps://user:password@mail.example:465", "means two things"),
        ("foo://x", "begins with"),
        ("garbage", "begins with"),
        ("console://", "begins with"),
        ("submission://", "a host"),
        ("submission://:587", "a host"),
        ("smtp://user:secret#word@mail.example:587", "%23"),
        ("smtp://user:12#word@mail.example:587", "%23"),
        ("smtp://user:12/word@mail.example:587", "%2F"),
        ("smtp://user:12?word@mail.example:587", "After the ?"),
        ("smtp://mail.example:99999", "a port"),
        ("smtp://[::1", "a host"),
        ("smtp://mail.example:465?ssl=false", "ssl=true"),
        ("smtp://mail.example:465?ssl=tRUE", "ssl=true"),
        ("smtp://mail.example:465?ssl=true&tls=true", "ssl=true"),
        ("smtp://mail.example?ssl=true", "needs the port"),
        ("smtp://user:password@mail.example:587", "unencrypted"),
    ],
)
def test_a_mail_server_that_would_be_misread_is_refused_with_what_to_write(url: str, advice: str) -> None:
    with pytest.raises(MailUrlRefused) as refusal:
        check_mail_url(url)

    assert advice in str(refusal.value)
    assert "secret" not in str(refusal.value)
