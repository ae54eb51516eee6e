"""The clock: moments are naive, in Asia/Ho_Chi_Minh, to the microsecond. Only conversions live here; what a moment means does not."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def local_now() -> dt.datetime:
    """The present local moment."""
    return dt.datetime.now(ZONE).replace(tzinfo=None)


def local_moment(epoch_ns: int) -> dt.datetime:
    """The local moment of nanoseconds since 1970 UTC (a file's mtime_ns), cut to microseconds; OverflowError outside the years 1 to 9999."""
    return (_EPOCH + dt.timedelta(microseconds=epoch_ns // 1000)).astimezone(ZONE).replace(tzinfo=None)


def epoch_us(moment: dt.datetime) -> int:
    """Microseconds since 1970 UTC of a naive local moment: the inverse of `local_moment`."""
    return (moment.replace(tzinfo=ZONE) - _EPOCH) // dt.timedelta(microseconds=1)
