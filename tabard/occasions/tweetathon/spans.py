"""From when to when a tweetathon runs."""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

DAY = timedelta(days=1)
# https://www.iana.org/time-zones: the first zone that a day begins in, and the last that it ends in (IEEE 802.16's
# "anywhere on Earth")
FIRST_ZONE = timezone(timedelta(hours=14))
LAST_ZONE = timezone(timedelta(hours=-12))
EARLIEST, LATEST = date(2000, 1, 1), date(2200, 1, 1)


def span_of_day(day: date) -> tuple[datetime, datetime]:
    """From midnight in the first time zone to the midnight after in the last: 50 hours, in UTC."""
    return midnight(day, FIRST_ZONE), midnight(day + DAY, LAST_ZONE)


def span_from(moment: datetime) -> tuple[datetime, datetime]:
    """24 hours, in UTC."""
    start = moment.astimezone(UTC)
    return start, start + DAY


def midnight(day: date, zone: tzinfo) -> datetime:
    """When `day` begins in `zone`, in UTC."""
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)
