"""How offices head the columns of a table of indicators, and what stands in its columns of text."""

from __future__ import annotations

INDICATORS: dict[str, tuple[str, ...]] = {
    "indicator_code": ("Mã chỉ tiêu", "Mã CT", "Mã chỉ số", "Mã số chỉ tiêu", "Ký hiệu chỉ tiêu", "Mã số", "KPI code"),
    "indicator_name": (
        "Chỉ tiêu", "Tên chỉ tiêu", "Nội dung chỉ tiêu", "Chỉ số", "Tên chỉ số", "Tiêu chí", "Các chỉ tiêu", "Chỉ tiêu, chỉ số", "Tên CT",
        "Chỉ tiêu cụ thể",
        "Chỉ tiêu/Chỉ số đánh giá", "Tên chỉ tiêu được giao", "Danh mục chỉ tiêu", "Indicator",
    ),
    "unit": ("Đơn vị tính", "ĐVT", "Đ.vị tính", "Đơn vị tính (ĐVT)", "Đvt", "Đơn vị đo", "ĐV tính", "Unit"),
    "target": (
        "Mục tiêu", "Chỉ tiêu giao", "Kế hoạch", "Mục tiêu năm 2025", "Chỉ tiêu được giao", "KH năm 2025", "Kế hoạch giao",
        "Mục tiêu đến 31/12/2025", "Chỉ tiêu phải thực hiện",
        "Mức giao", "Kế hoạch năm", "Mục tiêu đặt ra", "Target",
    ),
    "value": (
        "Kết quả thực hiện", "Kết quả", "Thực hiện", "Lũy kế", "Kết quả đạt được", "Giá trị", "Số liệu", "Ước thực hiện", "Giá trị thực hiện",
        "KQ thực hiện",
        "Thực hiện đến kỳ báo cáo", "Giá trị đạt được", "Số thực hiện", "Kết quả đến nay", "Lũy kế đến kỳ báo cáo", "Thực hiện lũy kế", "Actual",
    ),
    "achieved_pct_declared": (
        "Tỷ lệ thực hiện", "Tỷ lệ đạt (%)", "% hoàn thành kế hoạch", "Tỷ lệ TH/KH (%)", "% so KH", "Tỷ lệ hoàn thành so với kế hoạch (%)",
        "TH/KH (%)", "% đạt được",
        "So với mục tiêu (%)", "Tỷ lệ thực hiện (%)",
    ),
    "assessment": ("Đánh giá", "Đạt/Không đạt", "Kết luận", "Xếp loại", "Đánh giá kết quả", "Nhận xét, đánh giá"),
    "source": ("Nguồn số liệu", "Nguồn", "Nguồn dữ liệu", "Căn cứ số liệu", "CSDL nguồn", "Đơn vị cung cấp số liệu"),
    "note": ("Ghi chú", "Ghi chú (nếu có)", "Chú thích", "Note"),
}  # fmt: skip

ASSESSMENTS = ("Đạt", "Không đạt", "Chưa đạt", "Vượt kế hoạch", "Đạt kế hoạch", "Có khả năng hoàn thành", "Khó hoàn thành")
SOURCES = ("Cổng DVCQG", "Báo cáo của đơn vị", "CSDL quốc gia về dân cư", "Hệ thống một cửa", "Niên giám thống kê", "Số liệu nội bộ", "nq57.vn")
NOTES = ("Số ước", "Số liệu sơ bộ", "Đã đối chiếu với VPCP", "Chưa gồm khối công an", "Theo báo cáo tháng trước", "Cần rà soát lại")
