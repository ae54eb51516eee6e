"""The words of headers: short forms written out, names as programs write them, words that add nothing. What a header means is for `vocabulary`.

Short forms and empty words count only where the header is otherwise, word for word, a known spelling.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.vietnamese.fold import fold

BRACKETED = re.compile(r"\([^()]*\)")
NUMBERED = re.compile(r"^\(?\d{1,2}(?:[.)\]]\s*|\s+[\-–]\s*)(?=\D)")
"""A column's number before its name: '3. Thời hạn', '(3) Thời hạn'."""
JOINTS = re.compile(r"\s+[-–—/|>:]\s+|\s*(?:›|»|>|\||::)\s*|:\s+|\n+|_{2,}")
"""What parts a group's name from a column's where both stand in one cell: 'Tiếp nhận - Trực tuyến'."""
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LONGEST = 16
"""Words of a header; what is longer is prose."""

_SHORT = {
    "hs": "ho so", "gq": "giai quyet", "nv": "nhiem vu", "cq": "co quan", "dv": "don vi", "sl": "so luong", "kq": "ket qua", "th": "thuc hien",
    "ht": "hoan thanh", "tg": "thoi gian", "ts": "tong so", "cv": "cong viec", "lv": "linh vuc", "ld": "lanh dao", "kh": "ke hoach", "sp": "san pham",
    "vb": "van ban", "nq": "nghi quyet", "bc": "bao cao", "dvc": "dich vu cong", "tthc": "thu tuc hanh chinh", "slhs": "so luong ho so",
    "cqct": "co quan chu tri", "dvct": "don vi chu tri", "ubnd": "uy ban nhan dan", "bcci": "buu chinh cong ich", "ph": "phoi hop", "gt": "gia tri",
    "bd": "bat dau", "kt": "ket thuc", "cb": "can bo", "tl": "ty le", "mt": "muc tieu", "yc": "yeu cau", "tt": "truc tuyen", "dl": "du lieu",
}  # fmt: skip
_SHORT_OF: dict[str, dict[str, str]] = {
    "tasks": {"tt": "tinh trang", "td": "tien do", "kk": "kho khan", "vm": "vuong mac"},
    "dossiers": {"tt": "trang thai", "tn": "tiep nhan", "dvctt": "dich vu cong truc tuyen", "tphs": "thanh phan ho so"},
    "dossier_counts": {"tn": "tiep nhan", "dvctt": "dich vu cong truc tuyen"},
    "indicators": {"ct": "chi tieu", "tt": "tinh trang"},
}
"""Short forms that mean another thing in one dataset."""

_EMPTY = (
    "cu the", "chi tiet", "theo yeu cau", "theo chi dao", "theo van ban", "theo quy dinh", "theo he thong", "theo phan cong", "phai co", "can co",
    "neu co", "can dat", "phai dat", "dat duoc", "tham muu", "hien tai", "hien nay", "den nay", "tinh den nay", "tai thoi diem bao cao",
    "den thoi diem bao cao", "tinh den thoi diem bao cao", "den ky bao cao", "chinh thuc", "so voi", "ky nay", "trong ky", "trong ky bao cao",
    "trong nam", "bao gom", "ghi ro", "duoc giao", "ngay thang nam", "dd mm yyyy", "bat buoc", "va", "hoac", "cua", "ve", "cac", "nhung", "co",
    "la", "duoc", "cho", "nay",
)  # fmt: skip
"""Words without which a header says the same. Never a word of number, share, order, denial or plan."""
_NOUNS: dict[str, tuple[str, ...]] = {
    "tasks": ("nhiem vu", "cong viec", "bo nganh", "don vi", "co quan"),
    "dossiers": ("ho so", "tthc", "thu tuc hanh chinh", "da"),
    "dossier_counts": ("ho so", "so luong", "tthc", "thu tuc hanh chinh", "so", "da"),
    "indicators": ("da", "thuc te"),
}
"""Words that say in one dataset of what every column is. Left out of both sides, so that the rest must still be the whole of a spelling."""
_SAME: dict[str, tuple[tuple[str, str], ...]] = {
    "dossiers": (("xu ly", "giai quyet"), ("online", "truc tuyen")),
    "dossier_counts": (
        ("xu ly", "giai quyet"), ("online", "truc tuyen"), ("tre han", "qua han"), ("cham han", "qua han"), ("som han", "truoc han"),
        ("buu chinh cong ich", "buu chinh"), ("dich vu buu chinh", "buu chinh"), ("qua buu chinh", "buu chinh"), ("qua buu dien", "buu chinh"),
        ("buu dien", "buu chinh"), ("tong so", "tong"), ("tong cong", "tong"), ("dich vu cong truc tuyen", "truc tuyen"),
    ),
}  # fmt: skip
"""Words of one meaning in one dataset."""
_UP_TO = re.compile(r"\b(?:tinh )?den (?:het )?(?:ngay |thang |nam )*(?:\d{1,2} )?(?:\d{1,2} )?(?:20\d\d)?$")
"""A day at the end of a header: 'Kết quả đến 30/9/2025'."""


@lru_cache(maxsize=50_000)
def respelled(leaf: str, dataset: str) -> tuple[str, ...]:
    """The folded leaf without a column number before it, with short forms written out, and as the words of a name in camel case; likeliest first."""
    bare = NUMBERED.sub("", leaf)
    if " " not in bare.strip() and bare.isascii():
        bare = _CAMEL.sub(" ", bare)
    forms = [_written_out(bare, dataset)]
    if "(" in bare:
        forms.append(_written_out(BRACKETED.sub(" ", bare), dataset))
    folded = fold(bare)
    return tuple(one for one in dict.fromkeys([folded, *forms]) if one and one != fold(leaf))


@lru_cache(maxsize=100_000)
def cores(folded: str, dataset: str) -> tuple[frozenset[str], ...]:
    """The words of a folded header that say what it is, in no order: without those that add nothing, then without the dataset's own nouns too.

    Empty where fewer than two are left.
    """
    if folded.count(" ") >= _LONGEST:
        return ()
    text = _without(f" {_UP_TO.sub('', folded)} ", _EMPTY)
    for word, same in _SAME.get(dataset, ()):
        text = text.replace(f" {word} ", f" {same} ")
    if " ty le " in text:
        text = text.replace(" phan tram ", " ").replace(" % ", " ")
    whole = frozenset(text.split())
    told = frozenset(_without(text, _NOUNS.get(dataset, ())).split())
    return tuple(words for words in dict.fromkeys((whole, told)) if len(words) >= 2)


def _without(text: str, phrases: tuple[str, ...]) -> str:
    for phrase in sorted(phrases, key=len, reverse=True):
        while (at := text.find(f" {phrase} ")) >= 0:
            text = f"{text[:at]} {text[at + len(phrase) + 2 :]}"
    return text


def _written_out(text: str, dataset: str) -> str:
    own = _SHORT_OF.get(dataset, {})
    folded = re.sub(r"\bn vu\b", "nhiem vu", fold(text)).replace("ti le", "ty le")
    return " ".join(own.get(word) or _SHORT.get(word, word) for word in folded.split())


_TURNING = frozenset({
    "nam", "quy", "thang", "ky", "truoc", "sau", "du", "kien", "ngay", "gio", "so", "nguoi", "ly", "do", "ke", "hoach", "dieu", "chinh", "gia",
    "han", "cu", "moi", "ty", "le", "loai", "ma", "ten", "chua", "khong", "con", "lai", "cung", "luy", "cham", "tang", "giam", "chenh", "lech",
    "ghi", "chu", "noi", "cap", "quyet", "dinh", "tham", "muu", "phe", "duyet", "phong", "kiem", "tra", "xac", "nhan", "danh", "theo", "doi",
})  # fmt: skip
"""Words beside a known spelling that may turn its meaning: another year, a plan, a reason, a person."""


def turns_meaning(rest: str) -> bool:
    """Whether the words beside a known spelling may make it say something else."""
    words = rest.split()
    return any(word in _TURNING or any(letter.isdigit() for letter in word) for word in words)


def is_slip(typed: str, meant: str) -> bool:
    """One letter too many, too few, another, or two in the wrong order."""
    if typed == meant or abs(len(typed) - len(meant)) > 1:
        return False
    if len(typed) == len(meant):
        apart = [at for at, (one, other) in enumerate(zip(typed, meant, strict=True)) if one != other]
        return len(apart) == 1 or (len(apart) == 2 and apart[1] == apart[0] + 1 and sorted(typed) == sorted(meant))
    longer, shorter = (typed, meant) if len(typed) > len(meant) else (meant, typed)
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
