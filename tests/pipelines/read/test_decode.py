"""Encodings of text files: told by marks and form, the old ones by their words; what is uncertain is refused."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.grid import Unreadable
from pipelines.read import read
from pipelines.read.decode import decode, encoding_of, in_utf8, is_guess
from tests.pipelines.vietnamese.old_encodings import ENCODERS

CONFIG = Path(__file__).parents[3] / "config"


def texts(name: str, column: str) -> list[str]:
    with (CONFIG / f"{name}.csv").open(encoding="utf-8") as lines:
        return list(dict.fromkeys(row[column] for row in csv.DictReader(lines)))


TITLES = texts("tasks", "title") + texts("indicators", "name_vi")
AGENCIES = texts("agencies", "name_vi")
TABLE = "STT;Mã nhiệm vụ;Nội dung nhiệm vụ;Cơ quan chủ trì\r\n" + "".join(
    f'{number};NV-{number};"{title}";{agency}\r\n' for number, (title, agency) in enumerate(zip(TITLES, AGENCIES, strict=False), start=1)
)


def same(read_text: str, text: str, encoding: str) -> bool:
    """TCVN3 has no capital with a tone: alone it comes back small."""
    return read_text.lower() == text.lower() if encoding == "tcvn3" else read_text == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_by_its_form(encoding):
    content = TABLE.encode(encoding)
    assert encoding_of(content) == encoding
    assert decode(content).text == TABLE
    assert in_utf8(content)[0].decode("utf-8-sig") == TABLE
    assert not is_guess(encoding)


@pytest.mark.parametrize("encoding", ENCODERS)
def test_a_table_in_an_old_encoding(encoding):
    content = ENCODERS[encoding](TABLE)
    decoded = decode(content)
    assert decoded.encoding == encoding
    assert same(decoded.text, TABLE, encoding)
    assert is_guess(encoding)
    document = read(content, "nhiem_vu.csv")
    assert document.encoding == encoding
    plain = read(TABLE.encode(), "nhiem_vu.csv")
    assert document.grids[0].text.shape == plain.grids[0].text.shape
    wanted = plain.grids[0].text
    assert document.grids[0].text["c2"].to_list()[1:] == wanted["c2"].to_list()[1:]
    assert all(same(one, other, encoding) for one, other in zip(document.grids[0].text["c3"], wanted["c3"], strict=True))


@pytest.mark.parametrize("encoding", ENCODERS)
def test_one_title_is_enough_or_refused_and_never_read_as_another(encoding):
    refused = 0
    for title in TITLES:
        try:
            decoded = decode(ENCODERS[encoding](title))
        except Unreadable:
            refused += 1
            continue
        assert decoded.encoding == encoding
        assert same(decoded.text, title, encoding)
    assert refused <= 2, "two titles of few words are as Vietnamese in VISCII as in TCVN3"


@given(
    st.lists(st.sampled_from(TITLES + AGENCIES), min_size=3, max_size=12),
    st.sampled_from(sorted(ENCODERS)),
    st.sampled_from(["\n", "\r\n", ";", "\t"]),
)
@settings(max_examples=150, deadline=None)
def test_sentences_come_back_exactly(sentences, encoding, joint):
    text = joint.join(sentences)
    decoded = decode(ENCODERS[encoding](text))
    assert decoded.encoding == encoding
    assert same(decoded.text, text, encoding)


@pytest.mark.parametrize(
    "content",
    [
        "Café;Crème brûlée;Hôtel;Élysée;garçon;déjà vu;naïve".encode("cp1252"),
        "Größe;Übung;für;Österreich;schön;Straße".encode("cp1252"),
        "年度报告;数据;部门".encode("gbk"),
        "Отчёт;Данные;Министерство".encode("cp1251"),
        "Nội dung;Hà Nộ".encode()[:-1],
        bytes(range(128, 256)) * 3,
        ENCODERS["cp1258"](TABLE) + ENCODERS["vni"](TABLE),
        TABLE.encode()[:-400] + ENCODERS["tcvn3"](TABLE),
        TABLE.encode("utf-16")[:-1],
        b"\xef\xbb\xbf" + ENCODERS["vni"](TABLE),
        b"STT;Ten\r\n1;C\xabng an\r\n",
    ],
)
def test_the_uncertain_is_refused(content):
    with pytest.raises(Unreadable) as caught:
        decode(content)
    assert caught.value.code == "UNSUPPORTED_ENCODING"


def test_a_broken_byte_is_found_wherever_it_stands():
    block = "Hà Nội;".encode() * 700_000
    with pytest.raises(Unreadable, match=f"not UTF-8 at byte {len(block)}"):
        encoding_of(block + b"\xff;1\n")


def test_pure_ascii_is_utf8():
    assert decode(b"STT;Ten\r\n1;a\r\n") == decode(b"STT;Ten\r\n1;a\r\n")
    assert decode(b"STT;Ten\r\n1;a\r\n").text == "STT;Ten\r\n1;a\r\n"
    assert encoding_of(b"STT;Ten\r\n") == "utf-8"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_format_is_known_behind_every_form_of_unicode(encoding):
    table = read("STT;Tên\n1;Hà Nội".encode(encoding), "a.txt")
    assert (table.format, table.encoding, table.grids[0].text.row(1)) == ("csv", encoding, ("1", "Hà Nội"))
    assert read('[{"Tên": "Hà Nội"}]'.encode(encoding), "a.txt").grids[0].header_paths == (("Tên",),)
    with pytest.raises(Unreadable) as caught:
        read(" \r\n  ".encode(encoding), "a.txt")
    assert caught.value.code == "EMPTY_FILE"


def test_json_in_utf16_and_in_an_old_encoding():
    text = '[{"ten": "Bộ Nông nghiệp và Môi trường", "noi_dung": "Xây dựng cơ sở dữ liệu dùng chung"}]'
    for content in (text.encode("utf-16"), ENCODERS["viscii"](text), ENCODERS["vni"](text)):
        assert read(content, "a.json").grids[0].text.row(0) == ("Bộ Nông nghiệp và Môi trường", "Xây dựng cơ sở dữ liệu dùng chung")
