"""Times as the archive writes them: aware UTC, ISO 8601 with `Z`. Reads no clock."""

import datetime as dt

UTC = dt.UTC


def iso(moment: dt.datetime) -> str:
    """Write a time for people and for what a page says of itself, to the second: `2017-02-14T08:11:00Z`."""
    utc = moment.astimezone(UTC).replace(tzinfo=None)
    return utc.isoformat(timespec="seconds") + "Z"


def warc_date(moment: dt.datetime) -> str:
    """Write a time of ours, in SQL and WARC alike: always six fraction digits, so that they sort (WARC 1.1, 5.4)."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parse_iso(text: str) -> dt.datetime:
    """Read a time that `iso` or `warc_date` wrote."""
    return dt.datetime.fromisoformat(text)


def digits14(moment: dt.datetime) -> str:
    """Write a time as CDX does, 14 digits."""
    return moment.astimezone(UTC).strftime("%Y%m%d%H%M%S")
