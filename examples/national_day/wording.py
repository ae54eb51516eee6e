"""The words of reporting officers: labels of status, spellings of documents, obstacles, proposals, evidence."""

from __future__ import annotations

from random import Random

from .agencies import Agency

DOCUMENTS: dict[str, tuple[str, ...]] = {
    "57-NQ/TW": ("57-NQ/TW", "57/NQ-TW", "Nghị quyết số 57-NQ/TW", "NQ57", "NQ 57"),
    "03/NQ-CP": ("03/NQ-CP", "Nghị quyết số 03/NQ-CP", "NQ 03/NQ-CP"),
    "71/NQ-CP": ("71/NQ-CP", "Nghị quyết số 71/NQ-CP", "NQ 71/NQ-CP"),
    "56/TB-VPCP": ("TB 56/TB-VPCP", "Thông báo số 56/TB-VPCP", "56/TB-VPCP"),
}

_STATUS: tuple[dict[str, str], ...] = (
    {
        "done_on_time": "Hoàn thành đúng hạn",
        "done_late": "Hoàn thành quá hạn",
        "open": "Đang thực hiện trong hạn",
        "open late": "Đang thực hiện quá hạn",
        "not_started": "Chưa thực hiện đúng hạn",
        "not_started late": "Chưa thực hiện trễ hạn",
        "submitted": "Đã trình",
        "standing": "Thường xuyên",
        "paused": "Tạm dừng",
        "cancelled": "Hủy",
    },
    {
        "done_on_time": "Đã hoàn thành trong hạn",
        "done_late": "Đã hoàn thành quá hạn",
        "open": "Đang triển khai",
        "open late": "Quá hạn",
        "not_started": "Chưa triển khai",
        "not_started late": "Quá hạn",
        "submitted": "Chờ phê duyệt",
        "standing": "Thường xuyên",
        "paused": "Tạm dừng",
        "cancelled": "Hủy",
    },
    {
        "done_on_time": "Hoàn thành",
        "done_late": "Hoàn thành chậm",
        "open": "Chưa hoàn thành trong hạn",
        "open late": "Chưa hoàn thành quá hạn",
        "not_started": "Chưa triển khai",
        "not_started late": "Chưa hoàn thành quá hạn",
        "submitted": "Đã nộp nhưng chưa hoàn thành",
        "standing": "Chưa hoàn thành không hạn",
        "paused": "Tạm dừng",
        "cancelled": "Hủy",
    },
    {
        "done_on_time": "Hoàn thành trước hạn",
        "done_late": "Hoàn thành trễ hạn",
        "open": "Đang thực hiện đúng hạn",
        "open late": "Đang thực hiện trễ hạn",
        "not_started": "Chưa thực hiện đúng hạn",
        "not_started late": "Chậm tiến độ",
        "submitted": "Chờ duyệt",
        "standing": "Thường xuyên",
        "paused": "Tạm dừng",
        "cancelled": "Hủy",
    },
    {
        "done_on_time": "Hoàn thành",
        "done_late": "Hoàn thành quá hạn",
        "open": "Đang thực hiện",
        "open late": "Đang thực hiện",
        "not_started": "Chưa triển khai",
        "not_started late": "Chưa triển khai",
        "submitted": "Chờ xác nhận",
        "standing": "Đang thực hiện",
        "paused": "Tạm dừng",
        "cancelled": "Hủy",
    },
)

BLOCKERS = (
    "Chưa được bố trí đủ kinh phí năm 2025",
    "Chờ ý kiến thẩm định của Bộ Tư pháp",
    "Vướng mắc khi sắp xếp đơn vị hành chính cấp xã",
    "Thiếu nhân lực chuyên trách công nghệ thông tin",
    "Chưa có hướng dẫn về định mức kinh tế - kỹ thuật",
    "Dữ liệu cũ chưa được chuẩn hóa; nhiều hồ sơ giấy chưa số hóa",
    "Nhà thầu chậm bàn giao hệ thống",
)
PROPOSALS = (
    "Đề nghị bổ sung kinh phí từ nguồn dự phòng",
    "Đề nghị gia hạn đến hết năm 2025",
    "Kiến nghị Bộ Khoa học và Công nghệ sớm ban hành hướng dẫn",
    "Đề xuất Bộ Công an hỗ trợ kết nối, làm sạch dữ liệu",
    "Đề nghị Văn phòng Chính phủ đôn đốc các đơn vị phối hợp",
)
_PARTNERS = ("Bộ Công an", "Bộ KH&CN", "Bộ Tài chính", "Bộ Tư pháp", "Văn phòng Chính phủ", "Các bộ, ngành, địa phương", "Tập đoàn VNPT", "Bộ Nội vụ")
_EVIDENCE = {"Nghị định": "NĐ-CP", "Nghị quyết HĐND": "NQ-HĐND", "Kế hoạch": "KH", "Thông tư": "TT", "Quyết định": "QĐ", "Đề án": "QĐ"}


class Wording:
    """How one office writes: it keeps to one set of labels and one spelling of each document."""

    def __init__(self, agency: Agency, rng: Random) -> None:
        self.agency = agency
        self._status = rng.choice(_STATUS)
        self._documents = {canonical: rng.choice(spellings) for canonical, spellings in DOCUMENTS.items()}

    def document(self, canonical: str) -> str:
        """This office's spelling of a document."""
        return self._documents[canonical]

    def status(self, state: str, late: bool) -> str:
        """This office's label of a state."""
        return self._status.get(f"{state} late" if late else state, self._status[state])

    def coordinating(self, rng: Random) -> str | None:
        """Who works along, if anybody."""
        others = [partner for partner in _PARTNERS if partner not in self.agency.spellings()]
        return rng.choice(("; ", ", ")).join(rng.sample(others, rng.randrange(1, 4))) if rng.random() < 0.7 else None

    def responsible(self, name: str, rng: Random) -> str:
        """A person with a rank that fits the agency."""
        ranks = ("Thứ trưởng", "Vụ trưởng", "Cục trưởng") if self.agency.is_central else ("Phó Chủ tịch UBND", "Giám đốc Sở", "Chánh Văn phòng")
        return f"{rng.choice(ranks)} {name}" if rng.random() < 0.7 else name

    def authority(self, product: str) -> str:
        """Who signs or accepts a product."""
        if product in ("Nghị định", "Đề án") and self.agency.is_central:
            return "Chính phủ" if product == "Nghị định" else "Thủ tướng Chính phủ"
        return f"Lãnh đạo {self.agency.short}" if self.agency.is_central else "Chủ tịch UBND " + self.agency.name

    def evidence(self, state: str, product: str, rng: Random) -> str | None:
        """The number of the document that proves a task done, paused or cancelled."""
        if not (state.startswith("done") or state in ("paused", "cancelled", "submitted")):
            return None
        tail = self.agency.symbol.removeprefix("BC-")
        if state.startswith("done"):
            kind = _EVIDENCE.get(product, "BC")
            return f"{rng.randrange(20, 290)}/2025/{kind}" if kind in ("NĐ-CP", "NQ-HĐND") else f"{rng.randrange(20, 3900)}/{kind}-{tail}"
        return f"{rng.randrange(100, 5200)}/{'TTr' if state == 'submitted' else 'CV'}-{tail}"
