import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabard.lib.mail.reports import Kind, NotAReport, Severity, read_report, severity_of

BOUNCE = b"""\
Return-Path: <>
Delivered-To: bounces+ab12@peelborough.example
From: MAILER-DAEMON@mx.home.example
To: bounces+ab12@peelborough.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.home.example
Arrival-Date: Sun, 22 Nov 2026 09:00:00 +0000

Final-Recipient: rfc822; Jo@home.example
Original-Recipient: rfc822;jo@home.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <jo@home.example>: Recipient address
    rejected: User unknown

--B
Content-Type: text/rfc822-headers

Return-Path: <bounces+ab12@peelborough.example>
List-Unsubscribe: <https://peelborough.example/follow/t1/stop/>
Subject: Speed check

--B--
"""

COMPLAINT = b"""\
From: <abusedesk@home.example>
To: <abuse@peelborough.example>
Subject: FW: Speed check
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="part1"

--part1
Content-Type: text/plain; charset="US-ASCII"

This is an email abuse report.

--part1
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1
Original-Mail-From: <bounces+ab12@peelborough.example>

--part1
Content-Type: message/rfc822

From: <news@peelborough.example>
To: <jo@home.example>
Subject: Speed check
List-Unsubscribe: <https://peelborough.example/follow/t1/stop/>

Sixty-one cars.
--part1--
"""


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
def test_a_bounce_names_the_recipient_and_the_mail_that_came_back(ending: bytes) -> None:
    report = read_report(BOUNCE.replace(b"\n", ending))

    assert report.kind is Kind.BOUNCE
    (status,) = report.recipients
    assert (status.recipient, status.action, status.status) == ("jo@home.example", "failed", "5.1.1")
    assert status.severity is Severity.HARD
    assert "bounces+ab12@peelborough.example" in report.sent_to
    assert report.return_paths == ("bounces+ab12@peelborough.example",)
    assert report.unsubscribe_urls == ("https://peelborough.example/follow/t1/stop/",)


def test_a_complaint_names_the_mail_that_it_is_about() -> None:
    report = read_report(COMPLAINT)

    assert report.kind is Kind.COMPLAINT
    assert report.return_paths == ("bounces+ab12@peelborough.example",)
    assert report.unsubscribe_urls == ("https://peelborough.example/follow/t1/stop/",)


@pytest.mark.parametrize(
    ("action", "status", "severity"),
    [
        (b"failed", b"5.1.1", Severity.HARD),
        (b"failed", b"5.1.10 (null MX)", Severity.HARD),
        (b"Failed", b"5.2.1", Severity.HARD),
        (b"failed", b"5.2.2", Severity.SOFT),
        (b"failed", b"5.7.1", Severity.SOFT),
        (b"failed", b"4.4.7", Severity.SOFT),
        (b"failed", b"5.0.0", Severity.HARD),  # the diagnostic says 5.1.1
        (b"delayed", b"4.4.1", Severity.NONE),
        (b"relayed", b"2.0.0", Severity.NONE),
        (b"delivered", b"2.0.0", Severity.NONE),
    ],
)
def test_only_a_missing_mailbox_is_hard(action: bytes, status: bytes, severity: Severity) -> None:
    report = read_report(
        BOUNCE.replace(b"Action: failed", b"Action: " + action).replace(b"Status: 5.1.1", b"Status: " + status)
    )

    assert report.recipients[0].severity is severity


@pytest.mark.parametrize(
    ("diagnostic", "severity"),
    [
        ("550 no such user here", Severity.SOFT),
        ("550 relay not permitted", Severity.SOFT),
        ("550 5.1.1 no such user here", Severity.HARD),
        ("550 5.7.1 relaying denied", Severity.SOFT),
        ("552 mailbox full", Severity.SOFT),
        ("554 go away", Severity.SOFT),
        ("", Severity.SOFT),
    ],
)
def test_an_answer_that_names_no_missing_mailbox_costs_no_follower_at_once(diagnostic: str, severity: Severity) -> None:
    assert severity_of(status="", diagnostic=diagnostic) is severity


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 5000,
        b"Subject: out of office\n\nBack on Monday.\n",
        b"Content-Type: multipart/report; boundary=B\n\n--B\n\nhello\n--B--\n",
        b"Content-Type: multipart/mixed; boundary=B\n\n" + b"--B\nContent-Type: multipart/mixed; boundary=B\n\n" * 5000,
        b"Content-Type: message/rfc822\n\n" * 5000,
        b"X: " + b"a" * 2_000_000,
    ],
)
def test_everything_else_is_no_report(data: bytes) -> None:
    with pytest.raises(NotAReport):
        read_report(data)


def test_what_the_returned_mail_holds_is_not_taken_for_a_report() -> None:
    inner = (
        b"Content-Type: multipart/mixed; boundary=Q\n\n--Q\nContent-Type: message/rfc822\n\n" + BOUNCE + b"\n--Q--\n"
    )

    with pytest.raises(NotAReport):
        read_report(inner)


def test_a_flood_of_recipients_is_cut_short() -> None:
    block = b"Final-Recipient: rfc822; jo@home.example\nAction: failed\nStatus: 5.1.1\n\n"

    report = read_report(
        BOUNCE.replace(b"--B\nContent-Type: text/rfc822", block * 5000 + b"--B\nContent-Type: text/rfc822")
    )

    assert len(report.recipients) <= 101


@settings(deadline=None)
@given(st.data())
def test_a_damaged_report_is_read_or_refused_but_never_breaks(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from([BOUNCE, COMPLAINT])))
    for _ in range(data.draw(st.integers(1, 20))):
        start = data.draw(st.integers(0, len(whole)))
        whole[start : start + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=40))

    try:
        report = read_report(bytes(whole))
    except NotAReport:
        return

    assert all("\n" not in status.recipient for status in report.recipients)
