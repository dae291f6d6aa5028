import socket
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword, Session
from aiosmtpd.smtp import Envelope as Received
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tabard.lib.mail.smtp import Envelope, Relay, RelayFailed, Stage, Verdict, deliver
from tabard.lib.mail.tests.relay import Sink, running


def envelopes(count: int) -> list[Envelope]:
    return [
        Envelope(
            str(number), "force@tabard.example", f"r{number}@home.example", f"Subject: {number}\r\n\r\n.hi\r\n".encode()
        )
        for number in range(count)
    ]


def refusing(recipient: str, reply: str, command: str = "RCPT"):  # type: ignore[no-untyped-def]
    return lambda said, argument: reply if said == command and recipient in argument else None


@pytest.mark.parametrize("is_pipelining", [True, False])
def test_every_message_arrives_over_one_connection(is_pipelining: bool) -> None:
    with running(Sink(is_pipelining=is_pipelining)) as sink:
        outcomes = list(deliver(sink.relay, envelopes(30)))

    assert [outcome.verdict for outcome in outcomes] == [Verdict.ACCEPTED] * 30
    assert sink.recipients == [f"r{number}@home.example" for number in range(30)]
    assert sink.messages[7] == ("force@tabard.example", "r7@home.example", b"Subject: 7\r\n\r\n.hi\r\n")
    assert sink.connections == 1


@pytest.mark.parametrize("is_pipelining", [True, False])
@pytest.mark.parametrize(
    ("command", "reply", "verdict", "stage"),
    [
        ("RCPT", "550 5.1.1 no such user", Verdict.REFUSED, Stage.RECIPIENT),
        ("RCPT", "451 4.2.1 later", Verdict.DEFERRED, Stage.RECIPIENT),
        ("DATA", "554 5.7.1 not now", Verdict.REFUSED, Stage.MESSAGE),
        (".", "552 5.2.2 full", Verdict.REFUSED, Stage.MESSAGE),
        (".", "452 4.3.1 disk", Verdict.DEFERRED, Stage.MESSAGE),
    ],
)
def test_one_refusal_does_not_touch_the_messages_around_it(
    command: str, reply: str, verdict: Verdict, stage: Stage, is_pipelining: bool
) -> None:
    last: list[str] = []

    def answer(said: str, argument: str) -> str | None:
        if said == "RCPT":
            last[:] = [argument]
        return reply if said == command and "r2@" in last[0] else None

    with running(Sink(answer, is_pipelining)) as sink:
        outcomes = list(deliver(sink.relay, envelopes(5)))

    assert [outcome.key for outcome in outcomes] == ["0", "1", "2", "3", "4"]
    assert (outcomes[2].verdict, outcomes[2].stage, outcomes[2].code) == (verdict, stage, int(reply[:3]))
    assert [outcome.verdict for outcome in outcomes if outcome.key != "2"] == [Verdict.ACCEPTED] * 4
    assert sink.recipients == ["r0@home.example", "r1@home.example", "r3@home.example", "r4@home.example"]


def test_a_relay_that_takes_data_without_a_recipient_gets_an_empty_message_and_the_refusal_counts() -> None:
    with running(Sink(refusing("r1@", "550 no"))) as sink:
        outcomes = list(deliver(sink.relay, envelopes(3)))

    assert [outcome.verdict for outcome in outcomes] == [Verdict.ACCEPTED, Verdict.REFUSED, Verdict.ACCEPTED]
    assert [content for _, _, content in sink.messages] == [b"Subject: 0\r\n\r\n.hi\r\n", b"Subject: 2\r\n\r\n.hi\r\n"]


def test_a_refused_sender_is_told_apart_from_a_refused_recipient() -> None:
    with running(Sink(refusing("force@", "550 5.7.1 who are you", "MAIL"))) as sink:
        outcomes = list(deliver(sink.relay, envelopes(2)))

    assert {outcome.stage for outcome in outcomes} == {Stage.SENDER}
    assert sink.messages == []


@pytest.mark.parametrize("is_pipelining", [True, False])
@pytest.mark.parametrize("reply", ["", "421 4.7.0 enough for now"])
def test_a_broken_connection_is_taken_up_again_where_it_broke(reply: str, is_pipelining: bool) -> None:
    seen = iter(range(1000))

    def answer(command: str, argument: str) -> str | None:
        return reply if command == "RCPT" and next(seen) % 4 == 3 else None

    with running(Sink(answer, is_pipelining)) as sink:
        outcomes = list(deliver(sink.relay, envelopes(9)))

    assert [outcome.verdict for outcome in outcomes] == [Verdict.ACCEPTED] * 9
    assert sink.recipients == [f"r{number}@home.example" for number in range(9)]
    assert sink.connections > 1


@pytest.mark.parametrize("is_pipelining", [True, False])
@pytest.mark.parametrize("reply", ["", "421 4.7.0 not this one"])
@pytest.mark.parametrize("command", ["RCPT", "."])
@pytest.mark.parametrize("poison", [{"r0@"}, {"r3@"}, {"r2@", "r3@", "r7@"}])
def test_one_whom_the_relay_cannot_bear_waits_and_the_others_get_their_mail(
    reply: str, command: str, poison: set[str], is_pipelining: bool
) -> None:
    def answer(said: str, argument: str) -> str | None:
        return reply if said == command and any(each in argument for each in poison) else None

    with running(Sink(answer, is_pipelining)) as sink:
        outcomes = list(deliver(sink.relay, envelopes(9)))

    waits = {outcome.key for outcome in outcomes if outcome.verdict is Verdict.DEFERRED}
    assert waits == {each[1] for each in poison}
    assert sorted(set(sink.recipients)) == [
        f"r{number}@home.example" for number in range(9) if str(number) not in waits
    ]
    assert [outcome.key for outcome in outcomes] == [str(number) for number in range(9)]
    assert {outcome.stage for outcome in outcomes} == {Stage.MESSAGE}


def test_what_was_accepted_before_the_relay_died_is_known() -> None:
    known = []

    def dying(said: str, argument: str) -> str | None:
        return "" if said == "RCPT" and not any(each in argument for each in ("r0@", "r1@", "r2@")) else None

    with running(Sink(dying)) as sink, pytest.raises(RelayFailed):
        for outcome in deliver(sink.relay, envelopes(60)):
            known.append(outcome)  # noqa: PERF402 (what is known when it breaks off)

    assert [outcome.key for outcome in known if outcome.verdict is Verdict.ACCEPTED] == ["0", "1", "2"]
    assert len(known) == 5
    assert sink.recipients == ["r0@home.example", "r1@home.example", "r2@home.example"]


def test_no_relay_at_all_is_one_clear_failure() -> None:
    with pytest.raises(RelayFailed, match=r"127\.0\.0\.1:1"):
        list(deliver(Relay("127.0.0.1", 1, timeout=1), envelopes(1)))


@pytest.mark.parametrize(
    "address", ["a@b.example>\r\nRCPT TO:<c@d.example", "a b@c.example", "å@b.example", "<x@y.example"]
)
def test_an_address_cannot_bring_a_command_of_its_own(address: str) -> None:
    with running(Sink()) as sink, pytest.raises(ValueError, match="not an address"):
        list(deliver(sink.relay, [Envelope("1", "force@tabard.example", address, b"x\r\n")]))

    assert sink.messages == []


class Handler:
    def __init__(self) -> None:
        self.received: list[Received] = []
        self.logins: list[bytes] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Received) -> str:  # noqa: N802
        self.received.append(envelope)
        return "250 OK"

    def check(self, server: SMTP, session: Session, envelope: Received, mechanism: str, data: object) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append(data.login)
        return AuthResult(success=data.password == b"right")


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "relay.pem"
    private = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    pem.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, *private) + made.public_bytes(serialization.Encoding.PEM)
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem)
    return server, ssl.create_default_context(cafile=pem)


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # aiosmtpd counts STARTTLS alone as TLS
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mail_goes_out_encrypted_and_with_a_password(security: str, tmp_path: Path) -> None:
    server_tls, client_tls = certificate(tmp_path)
    handler = Handler()
    with socket.create_server(("localhost", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(
        handler,
        hostname="localhost",
        port=port,
        authenticator=handler.check,
        auth_required=True,
        auth_require_tls=security == "starttls",
        **({"tls_context": server_tls} if security == "starttls" else {"ssl_context": server_tls}),
    )
    controller.start()
    try:
        relay = Relay("localhost", port, "tabard", "right", security, 5, "test.example", client_tls)  # type: ignore[arg-type]
        outcomes = list(deliver(relay, envelopes(2)))
        with pytest.raises(RelayFailed):
            list(
                deliver(Relay("localhost", port, "tabard", "wrong", security, 5, "t.example", client_tls), envelopes(1))
            )  # type: ignore[arg-type]
        with pytest.raises(RelayFailed):  # a certificate that nobody vouches for
            list(deliver(Relay("localhost", port, "tabard", "right", security, 5, "t.example"), envelopes(1)))  # type: ignore[arg-type]
    finally:
        controller.stop()

    assert [outcome.verdict for outcome in outcomes] == [Verdict.ACCEPTED] * 2
    assert [envelope.rcpt_tos for envelope in handler.received] == [["r0@home.example"], ["r1@home.example"]]
