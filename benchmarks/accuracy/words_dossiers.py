"""How offices head the columns of a list of dossiers and of the dossier count forms."""

from __future__ import annotations

DOSSIERS: dict[str, tuple[str, ...]] = {
    "dossier_code": (
        "Mã hồ sơ", "Mã số hồ sơ", "Số hồ sơ", "Mã HS", "Số HS", "MaHoSo", "Mã hồ sơ TTHC", "Số biên nhận", "Mã biên nhận", "Mã số HS",
        "Mã hồ sơ (DVCQG)",
        "Số biên nhận hồ sơ", "Mã tiếp nhận hồ sơ",
    ),
    "procedure_code": ("Mã TTHC", "Mã thủ tục", "Mã thủ tục hành chính", "MaTTHC", "Mã số TTHC", "Mã DVC", "Mã số thủ tục"),
    "procedure_name": (
        "Tên TTHC", "Tên thủ tục", "Thủ tục hành chính", "Tên thủ tục hành chính", "Thủ tục", "TenTTHC", "Tên dịch vụ công", "Tên DVC",
        "Tên thủ tục HC",
    ),
    "field": ("Lĩnh vực", "Tên lĩnh vực", "Lĩnh vực TTHC", "TenLinhVuc", "Lĩnh vực giải quyết", "Thuộc lĩnh vực"),
    "channel": (
        "Hình thức nộp", "Kênh nộp", "Hình thức tiếp nhận", "Cách thức nộp hồ sơ", "Kênh tiếp nhận", "KenhThucHien", "Hình thức nộp hồ sơ",
        "Cách thức thực hiện",
        "Phương thức nộp", "Kênh thực hiện",
    ),
    "service_level": ("Mức độ DVC", "Mức độ", "Loại DVC", "Mức độ dịch vụ công", "Mức độ cung cấp", "Loại hình DVC", "Mức DVCTT",
    "Toàn trình/Một phần"),
    "received_at": (
        "Ngày tiếp nhận", "Ngày nhận", "Ngày nộp", "Thời gian tiếp nhận", "NgayTiepNhan", "Ngày giờ tiếp nhận", "Thời điểm tiếp nhận",
        "Ngày nhận hồ sơ",
        "Ngày TN", "TG tiếp nhận", "Ngày tiếp nhận HS",
    ),
    "due_at": (
        "Ngày hẹn trả", "Hẹn trả", "Hạn trả kết quả", "Hạn giải quyết", "NgayHenTra", "Ngày hẹn trả kết quả", "Hạn xử lý", "Ngày hẹn trả KQ",
        "Thời hạn trả",
        "Hạn trả KQ", "Hẹn trả ngày", "Hạn trả", "Thời hạn giải quyết",
    ),
    "finished_at": (
        "Ngày kết thúc xử lý", "Ngày có kết quả", "NgayKetThucXuLy", "Ngày xử lý xong", "Ngày hoàn thành xử lý", "Ngày giải quyết xong",
        "Ngày KT xử lý", "Ngày có KQ",
    ),
    "returned_at": ("Ngày trả kết quả", "Ngày trả", "NgayTra", "Ngày trả KQ", "Thời điểm trả kết quả", "Ngày đã trả kết quả", "Thực tế trả",
    "Ngày trả thực tế"),
    "status": (
        "Trạng thái hồ sơ", "Tình trạng hồ sơ", "Tình trạng HS", "TrangThaiHoSo", "Trạng thái", "Trạng thái xử lý", "Tình trạng", "Kết quả xử lý",
        "Tình trạng giải quyết", "Trạng thái HS",
    ),
    "handling_unit": ("Đơn vị xử lý", "Cơ quan giải quyết", "Đơn vị giải quyết", "Phòng ban xử lý", "DonViXuLy", "Cơ quan xử lý", "Bộ phận xử lý",
    "ĐV xử lý", "Nơi giải quyết"),
    "digitised": ("Số hóa", "Đã số hóa", "Số hoá TPHS", "Hồ sơ số hóa", "Tình trạng số hóa", "Số hóa hồ sơ", "Đã số hóa (Có/Không)",
    "Số hóa thành phần hồ sơ"),
    "paid_online": ("Thanh toán trực tuyến", "Nộp phí trực tuyến", "TT trực tuyến (phí, lệ phí)", "Đã thanh toán trực tuyến", "TTTT",
    "Thanh toán online"),
    "applicant_name": ("Chủ hồ sơ", "Người nộp", "Họ và tên", "Tổ chức, cá nhân", "ChuHoSo", "Công dân/Tổ chức", "Họ tên người nộp",
    "Tên tổ chức, cá nhân", "Người nộp hồ sơ"),
    "applicant_number": ("CCCD", "Số CCCD", "Số CCCD/Mã số thuế", "Số định danh", "CMND/CCCD", "Số định danh cá nhân", "MaDoiTuong"),
    "applicant_phone": ("Điện thoại", "Số điện thoại", "SĐT", "SoDienThoai", "ĐT liên hệ", "Số ĐT"),
}  # fmt: skip

COUNT_FLAT: dict[str, tuple[str, ...]] = {
    "received_total": (
        "Tổng số hồ sơ tiếp nhận", "Tổng HS tiếp nhận", "Tổng tiếp nhận", "Tổng số HS đã tiếp nhận", "HS tiếp nhận", "Số hồ sơ tiếp nhận",
        "Tổng hồ sơ nhận",
        "Tổng số tiếp nhận (gồm kỳ trước)",
    ),
    "received_online": ("Tiếp nhận trực tuyến", "HS trực tuyến", "Nộp trực tuyến", "Số HS nộp trực tuyến", "HS tiếp nhận trực tuyến",
    "Hồ sơ trực tuyến", "Tiếp nhận online"),
    "received_offline": (
        "Tiếp nhận trực tiếp, bưu chính", "Trực tiếp, BCCI", "Nộp trực tiếp/BCCI", "HS trực tiếp, bưu chính", "Tiếp nhận trực tiếp",
        "Trực tiếp hoặc qua BCCI",
    ),
    "carried_over": ("Từ kỳ trước chuyển sang", "Kỳ trước chuyển sang", "Tồn kỳ trước", "HS kỳ trước chuyển qua", "Tồn đầu kỳ",
    "Kỳ trước chuyển qua", "Số HS tồn kỳ trước"),
    "done_total": ("Tổng số hồ sơ đã giải quyết", "Tổng HS đã giải quyết", "HS đã giải quyết", "Đã giải quyết", "Tổng số đã giải quyết",
    "Số hồ sơ đã giải quyết", "Tổng đã GQ"),
    "done_early": ("Giải quyết trước hạn", "Đã giải quyết trước hạn", "HS giải quyết trước hạn", "Đã GQ trước hạn"),
    "done_on_time": ("Giải quyết đúng hạn", "Đã giải quyết đúng hạn", "HS giải quyết đúng hạn", "Đã GQ đúng hạn"),
    "done_late": ("Giải quyết quá hạn", "Đã giải quyết quá hạn", "HS giải quyết trễ hạn", "Đã GQ quá hạn", "Đã giải quyết trễ hạn"),
    "open_total": ("Tổng số hồ sơ đang giải quyết", "HS đang giải quyết", "Đang giải quyết", "Tổng HS đang xử lý", "Số hồ sơ đang giải quyết",
    "Tổng đang GQ"),
    "open_in_time": ("Đang giải quyết trong hạn", "Đang xử lý trong hạn", "HS đang giải quyết chưa đến hạn", "Đang GQ trong hạn"),
    "open_overdue": ("Đang giải quyết quá hạn", "Đang xử lý quá hạn", "HS đang giải quyết đã quá hạn", "Đang GQ quá hạn", "Tồn đọng quá hạn"),
    "online_full": (
        "Hồ sơ trực tuyến toàn trình", "HS toàn trình", "Số HS trực tuyến toàn trình", "DVC toàn trình", "Hồ sơ DVCTT toàn trình",
        "HS DVCTT toàn trình",
        "Số hồ sơ toàn trình đã giải quyết", "Số hồ sơ giải quyết trực tuyến toàn trình", "Trực tuyến toàn trình",
    ),
    "online_partial": ("Hồ sơ trực tuyến một phần", "HS một phần", "Số HS trực tuyến một phần", "DVC một phần", "HS DVCTT một phần",
    "Trực tuyến một phần"),
    "digitised": ("Hồ sơ số hóa", "Số HS được số hóa", "Số hóa hồ sơ", "HS đã số hoá", "Số hồ sơ được số hóa"),
    "paid_online": ("Thanh toán trực tuyến", "HS thanh toán trực tuyến", "Số HS thanh toán trực tuyến", "Số hồ sơ có thanh toán trực tuyến"),
    "result_electronic": ("Kết quả điện tử", "Số HS cấp kết quả điện tử", "HS trả kết quả bản điện tử", "Kết quả bản điện tử"),
    "reused": ("Tái sử dụng dữ liệu số hóa", "Khai thác, sử dụng lại dữ liệu", "HS khai thác, sử dụng lại DL số hóa"),
    "online_full_rate_declared": ("Tỷ lệ HS toàn trình (%)", "Tỷ lệ hồ sơ trực tuyến toàn trình", "% toàn trình", "Tỷ lệ toàn trình (%)"),
    "on_time_rate_declared": ("Tỷ lệ đúng hạn (%)", "Tỷ lệ giải quyết đúng hạn", "% đúng hạn", "Tỷ lệ HS giải quyết đúng hạn (%)"),
    "note": ("Ghi chú", "Ghi chú (nếu có)", "Chú thích"),
}  # fmt: skip

COUNT_ROW_NAME = (
    "Lĩnh vực, công việc giải quyết theo cấp", "Lĩnh vực giải quyết", "Lĩnh vực", "Tên lĩnh vực", "Lĩnh vực TTHC", "Lĩnh vực, công việc",
    "Lĩnh vực/công việc giải quyết theo cấp",
)  # fmt: skip
COUNT_UNIT_NAME = ("Tên đơn vị", "Đơn vị giải quyết", "Đơn vị", "Đơn vị trực thuộc", "Cơ quan, đơn vị giải quyết TTHC")

COUNT_GROUPS: dict[str, tuple[tuple[str, ...], dict[str, tuple[str, ...]]]] = {
    "received": (
        ("Số lượng hồ sơ tiếp nhận", "Tiếp nhận", "Số hồ sơ nhận giải quyết", "Hồ sơ tiếp nhận", "Số lượng HS tiếp nhận",
        "HS tiếp nhận trong kỳ báo cáo"),
        {
            "received_total": ("Tổng số", "Tổng", "TS", "Tổng cộng"),
            "received_online": ("Trực tuyến", "Nộp trực tuyến", "Trong kỳ: trực tuyến", "Online"),
            "received_offline": ("Trực tiếp, dịch vụ bưu chính", "Trực tiếp, BCCI", "Trực tiếp/BCCI", "Trực tiếp hoặc bưu chính"),
            "carried_over": ("Từ kỳ trước", "Kỳ trước", "Kỳ trước chuyển sang", "Kỳ trước chuyển qua", "Tồn kỳ trước"),
        },
    ),
    "done": (
        ("Số lượng hồ sơ đã giải quyết", "Đã giải quyết", "Số hồ sơ đã giải quyết", "Kết quả giải quyết", "HS đã giải quyết",
        "Hồ sơ đã giải quyết xong"),
        {
            "done_total": ("Tổng số", "Tổng", "TS", "Tổng cộng"),
            "done_early": ("Trước hạn", "Sớm hạn"),
            "done_on_time": ("Đúng hạn",),
            "done_late": ("Quá hạn", "Trễ hạn", "Chậm hạn"),
        },
    ),
    "open": (
        ("Số lượng hồ sơ đang giải quyết", "Đang giải quyết", "Hồ sơ đang xử lý", "Số hồ sơ đang giải quyết", "HS đang giải quyết", "Đang xử lý"),
        {
            "open_total": ("Tổng số", "Tổng", "TS", "Tổng cộng"),
            "open_in_time": ("Trong hạn", "Chưa đến hạn"),
            "open_overdue": ("Quá hạn", "Đã quá hạn"),
        },
    ),
    "online": (
        ("Hồ sơ trực tuyến", "DVC trực tuyến", "Hồ sơ dịch vụ công trực tuyến", "HS DVCTT đã giải quyết"),
        {"online_full": ("Toàn trình", "DVC toàn trình"), "online_partial": ("Một phần", "DVC một phần")},
    ),
}  # fmt: skip
"""Group -> its header words, and for each field the leaf under it: 'Tổng số' and 'Quá hạn' repeat."""
