"""The servers that other tests lean on really serve."""

import smtplib

import psycopg
import redis

from tests import servers


def test_postgresql_runs_whoever_starts_it(postgres):
    url = postgres.create("trial")

    with psycopg.connect(url) as connection:
        encoding = connection.execute("show server_encoding").fetchone()

    assert encoding == ("UTF8",)


def test_redis_answers():
    with servers.redis_server() as url:
        client = redis.Redis.from_url(url)

        assert client.ping()
        client.close()


def test_the_mail_server_keeps_what_it_is_sent(mail):
    host, port = mail.url.removeprefix("smtp://").split(":")

    with smtplib.SMTP(host, int(port)) as client:
        client.sendmail(
            "team@force.example", ["a@home.example", "b@home.example"], b"Subject: Beat meeting\r\n\r\nToday"
        )

    assert mail.wait_for("b@home.example")["Subject"] == "Beat meeting"
    assert len(mail.messages) == 2
