import hashlib
import hmac
from uuid import RFC_4122, UUID

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.parse.people import MASK, applicant_ids, mask

KEY = b"a key of the tests only"


def ids(*people, key=KEY):
    columns = ("applicant_number", "applicant_name", "applicant_phone")
    frame = pl.DataFrame([dict(zip(columns, person, strict=True)) for person in people], schema=dict.fromkeys(columns, pl.String))
    return applicant_ids(frame, key).to_list()


def test_it_is_a_cut_hmac_in_the_form_of_a_uuid():
    (one,) = ids(("001099012345", "Nguyễn Văn An", None))
    digest = hmac.new(KEY, b"citizen:001099012345", hashlib.sha256).hexdigest()
    made = UUID(one)
    assert (made.version, made.variant) == (8, RFC_4122)
    assert made.hex[:12] == digest[:12]
    assert made.hex[13:16] == digest[13:16]
    assert made.hex[17:] == digest[17:32]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("001099012345", None, None), ("1099012345", None, None)),
        (("001099012345", "Nguyễn Văn An", None), ("001.099.012.345", "khác tên", "0912345678")),
        (("001099012345", None, None), ("001099012345.0", None, None)),
        (("001099012345", None, None), ("CCCD: 001099012345", None, None)),
        (("B1234567", None, None), ("b 1234567", None, None)),
        (("0101234567-001", None, None), ("0101234567001", None, None)),
        ((None, "Nguyễn Văn An", "0912345678"), ("", "NGUYỄN  VĂN AN", "+84 912 345 678")),
        ((None, "Nguyễn Văn An", "0912.345.678"), ("000000000000", "Nguyễn Văn An", "912345678")),
        ((None, "Nguyễn Văn An", None), ("123456789", "nguyen van an", "không có")),
        ((None, "Hoà", None), (None, "Hòa", None)),
    ],
)
def test_one_person_however_written(one, other):
    first, second = ids(one, other)
    assert first is not None
    assert first == second


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("001099012345", None, None), ("001099012346", None, None)),
        (("0101234567", None, None), ("101234567", None, None)),
        ((None, "Nguyễn Văn An", "0912345678"), (None, "Nguyễn Văn An", "0912345679")),
        ((None, "Nguyễn Văn An", None), (None, "Nguyễn Văn Bình", None)),
        ((None, "王小明", None), (None, "李小龍", None)),
    ],
)
def test_two_people(one, other):
    first, second = ids(one, other)
    assert first is not None and second is not None
    assert first != second


def test_nobody_is_null():
    assert ids((None, None, None), ("", " ", ""), ("-", "…", "0912345678"), ("000000000", None, None)) == [None] * 4


def test_another_key_is_another_pseudonym():
    person = ("001099012345", "Nguyễn Văn An", "0912345678")
    assert ids(person) != ids(person, key=b"another")


def test_columns_may_be_missing_and_rows_none():
    assert applicant_ids(pl.DataFrame({"applicant_name": ["An", None]}), KEY).null_count() == 1
    assert applicant_ids(pl.DataFrame({"applicant_email": ["a@b.vn"]}), KEY).to_list() == [None]
    empty = applicant_ids(pl.DataFrame(schema={"applicant_name": pl.String}), KEY)
    assert (empty.len(), empty.dtype) == (0, pl.String)


def test_mask_tells_nothing():
    frame = pl.DataFrame({"name": ["Nguyễn Văn An", "", " \u200b", None]})
    assert frame.select(mask(pl.col("name"))).to_series().to_list() == [MASK, None, None, None]


@given(st.lists(st.tuples(*[st.one_of(st.none(), st.text(max_size=15), st.text("0123456789 .-+", max_size=15))] * 3), max_size=10))
@settings(deadline=None, max_examples=150)
def test_never_raises_and_tells_no_input(people):
    for one in ids(*people):
        assert one is None or UUID(one).version == 8
