import datetime as dt

from pipelines import clock


def test_a_moment_is_local_and_naive():
    # 2025-10-27 17:30 UTC is half past midnight of the 28th in Hà Nội.
    utc = dt.datetime(2025, 10, 27, 17, 30, 0, 123456, tzinfo=dt.UTC)
    epoch_ns = int(utc.timestamp()) * 10**9 + 123_456_789
    assert clock.local_moment(epoch_ns) == dt.datetime(2025, 10, 28, 0, 30, 0, 123456)


def test_microseconds_are_cut_exactly_where_floats_would_round():
    assert clock.local_moment(1_761_586_200_999_999_999).microsecond == 999_999


def test_epoch_is_the_inverse_of_local_moment():
    for epoch_us in (-1, 0, 1_761_586_200_123_457, 4_102_444_800_000_001):
        assert clock.epoch_us(clock.local_moment(epoch_us * 1000 + 999)) == epoch_us


def test_now_is_seven_hours_ahead_of_utc():
    ahead = clock.local_now() - dt.datetime.now(dt.UTC).replace(tzinfo=None)
    assert abs(ahead - dt.timedelta(hours=7)) < dt.timedelta(minutes=5)
