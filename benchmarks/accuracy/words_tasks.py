"""How offices head the columns of a table of tasks, and of any table's agency, date and period. Field -> headers; the first are the plain ones."""

from __future__ import annotations

ADDRESS: dict[str, tuple[str, ...]] = {
    "row_label": ("STT", "TT", "Số TT", "Stt", "No.", "S.T.T", "#", "Số thứ tự"),
    "agency_name": (
        "Tên cơ quan", "Đơn vị báo cáo", "Bộ, ngành, địa phương", "Tỉnh/Thành phố", "Cơ quan báo cáo", "Tên đơn vị báo cáo", "Bộ/ngành/địa phương",
        "Tỉnh, TP", "Cơ quan, đơn vị báo cáo", "Cơ quan/địa phương", "Tên bộ, ngành, địa phương", "Địa phương", "TÊN CQ", "Agency",
    ),
    "agency_given_code": (
        "Mã cơ quan", "Mã định danh", "Mã ĐV", "Mã định danh cơ quan", "MA_COQUAN", "Mã CQ", "Mã đơn vị báo cáo", "Mã bộ, ngành, địa phương",
    ),
    "reporting_date": ("Ngày báo cáo", "Ngày số liệu", "Số liệu tính đến ngày", "Tính đến ngày", "Ngày BC", "Ngày chốt số liệu", "Ngày lấy số liệu"),
}  # fmt: skip

TASKS: dict[str, tuple[str, ...]] = {
    "task_code": (
        "Mã nhiệm vụ", "Mã NV", "Mã số nhiệm vụ", "Mã hiệu nhiệm vụ", "Mã số NV", "Mã nhiệm vụ (theo hệ thống)", "Task ID", "Mã n/vụ",
        "Mã NV được giao", "Mã số theo dõi", "Mã định danh nhiệm vụ", "Ký hiệu nhiệm vụ", "Task code",
    ),
    "title": (
        "Nhiệm vụ", "Tên nhiệm vụ", "Nội dung nhiệm vụ", "Nội dung công việc", "Tên NV", "Nội dung NV", "Nhiệm vụ được giao",
        "Nội dung nhiệm vụ được giao",
        "Nhiệm vụ/Công việc", "Nhiệm vụ, giải pháp", "Tên công việc", "Nhiệm vụ cụ thể", "Nội dung giao", "Task name", "Công việc",
        "Tên nhiệm vụ được giao",
        "Nhiệm vụ, công việc cụ thể", "Nội dung, nhiệm vụ", "Nội dung nhiệm vụ TTgCP giao",
    ),
    "source_document": (
        "Văn bản giao", "Văn bản chỉ đạo", "Văn bản giao nhiệm vụ", "VB giao", "VB giao NV", "Căn cứ giao nhiệm vụ", "Nguồn giao", "Số VB giao",
        "Văn bản giao việc", "Căn cứ", "Số/ký hiệu văn bản giao", "Văn bản giao NV", "Nguồn giao nhiệm vụ", "Theo văn bản", "VB chỉ đạo",
    ),
    "lead_text": (
        "Cơ quan chủ trì", "Đơn vị chủ trì", "Chủ trì", "CQ chủ trì", "ĐV chủ trì", "Cơ quan, đơn vị chủ trì", "Cơ quan chủ trì thực hiện",
        "Đơn vị chủ trì thực hiện", "Cơ quan/đơn vị chủ trì", "Đơn vị đầu mối", "Cơ quan chủ trì, tham mưu", "CQCT", "Cơ quan đầu mối", "Lead agency",
        "Đơn vị được giao chủ trì", "Bộ, ngành chủ trì",
    ),
    "coordinating_agencies": (
        "Cơ quan phối hợp", "Đơn vị phối hợp", "Phối hợp", "CQ phối hợp", "ĐV phối hợp", "Cơ quan, đơn vị phối hợp", "Cơ quan phối hợp thực hiện",
        "Các đơn vị phối hợp", "Cơ quan/đơn vị phối hợp", "Đơn vị PH", "Bộ, ngành phối hợp",
    ),
    "assignees": ("Đơn vị thực hiện", "Cơ quan thực hiện", "Đơn vị được giao", "Đơn vị triển khai", "ĐV thực hiện", "Đơn vị trực tiếp thực hiện",
    "Đơn vị TH"),
    "assigned_on": ("Ngày giao", "Ngày bắt đầu", "Ngày giao nhiệm vụ", "Thời gian giao", "Ngày giao NV", "Bắt đầu", "Thời điểm giao",
    "Ngày giao việc"),
    "due_text": (
        "Thời hạn hoàn thành", "Thời hạn", "Hạn hoàn thành", "Hạn HT", "Thời hạn HT", "Hạn xử lý", "Thời gian hoàn thành", "Thời hạn thực hiện",
        "Thời gian phải hoàn thành", "Hoàn thành trước", "Thời hạn theo yêu cầu", "Thời hạn được giao", "Deadline", "Hạn thực hiện",
        "Yêu cầu hoàn thành",
        "Thời điểm hoàn thành theo yêu cầu", "Tiến độ yêu cầu", "Thời hạn hoàn thành theo chỉ đạo", "Due date", "TG hoàn thành",
        "Thời hạn (theo VB giao)",
    ),
    "declared_status": (
        "Trạng thái", "Tình trạng", "Tình hình thực hiện", "Kết quả thực hiện", "Tiến độ thực hiện", "Trạng thái thực hiện", "Tình trạng thực hiện",
        "Tiến độ", "Trạng thái NV", "Tình trạng xử lý", "TT thực hiện", "Tình hình TH", "Kết quả TH", "Trạng thái nhiệm vụ", "Tình trạng nhiệm vụ",
        "Status",
        "Mức độ hoàn thành (đúng hạn/quá hạn)", "Tiến độ TH",
    ),
    "completed_on": (
        "Ngày hoàn thành", "Ngày HT", "Ngày hoàn thành thực tế", "Thời gian hoàn thành thực tế", "Ngày thực tế hoàn thành",
        "Ngày hoàn thành nhiệm vụ",
        "Ngày HT thực tế", "Thời điểm hoàn thành thực tế", "Hoàn thành ngày", "Ngày đã hoàn thành", "Completed date",
    ),
    "progress_pct": (
        "% hoàn thành", "Tỷ lệ hoàn thành", "Tiến độ (%)", "Tỷ lệ hoàn thành (%)", "Mức độ hoàn thành (%)", "% HT", "Tỷ lệ HT (%)",
        "Tỉ lệ hoàn thành",
        "% tiến độ", "TĐ TH (%)", "Phần trăm hoàn thành", "Khối lượng hoàn thành (%)", "Mức độ HT (%)", "% khối lượng hoàn thành", "Progress (%)",
    ),
    "last_progress_on": ("Ngày cập nhật", "Ngày cập nhật tiến độ", "Cập nhật lần cuối", "Ngày cập nhật gần nhất", "Ngày báo cáo tiến độ gần nhất"),
    "product": (
        "Sản phẩm", "Sản phẩm đầu ra", "Sản phẩm dự kiến", "Kết quả, sản phẩm", "Sản phẩm/Kết quả", "SP đầu ra", "Sản phẩm, kết quả đầu ra",
        "Kết quả đầu ra",
        "Hình thức sản phẩm", "Sản phẩm hoàn thành", "Sản phẩm cần đạt", "Output", "Sản phẩm phải có", "Sản phẩm dự kiến hoàn thành",
    ),
    "responsible_person": (
        "Người phụ trách", "Lãnh đạo phụ trách", "Người chịu trách nhiệm", "Cán bộ phụ trách", "Chuyên viên theo dõi", "Lãnh đạo chỉ đạo",
        "LĐ phụ trách",
        "Người phụ trách, SĐT", "Đầu mối phụ trách", "Họ tên người phụ trách", "Cá nhân phụ trách", "Lãnh đạo Bộ phụ trách",
    ),
    "approving_authority": (
        "Cấp trình", "Cấp phê duyệt", "Thẩm quyền", "Cấp có thẩm quyền", "Thẩm quyền ban hành", "Cấp trình duyệt", "Cấp ban hành",
        "Thẩm quyền phê duyệt",
        "Cấp có thẩm quyền phê duyệt", "Cấp quyết định",
    ),
    "evidence": (
        "Minh chứng", "Số văn bản", "Số, ký hiệu văn bản", "Tài liệu kiểm chứng", "Văn bản ban hành", "Số, ký hiệu VB",
        "Văn bản, tài liệu minh chứng",
        "Số hiệu VB kết quả", "Số ký hiệu sản phẩm", "Tài liệu minh chứng", "Minh chứng (số, ngày văn bản)", "VB minh chứng", "Hồ sơ minh chứng",
    ),
    "blocker": (
        "Khó khăn, vướng mắc", "Vướng mắc", "Tồn tại, hạn chế", "Khó khăn/vướng mắc", "Nguyên nhân chậm", "Khó khăn, vướng mắc, nguyên nhân",
        "KK, VM",
        "Khó khăn", "Nguyên nhân chưa hoàn thành", "Lý do chậm", "Tồn tại, vướng mắc", "Khó khăn, tồn tại",
    ),
    "proposal": (
        "Kiến nghị, đề xuất", "Đề xuất", "Kiến nghị", "Đề xuất, kiến nghị", "Đề xuất giải pháp", "Giải pháp, kiến nghị", "Kiến nghị/đề xuất",
        "Đề xuất hướng xử lý",
    ),
    "note": ("Ghi chú", "Ghi chú khác", "Note", "Ghi chú (nếu có)", "Chú thích", "G.chú", "GHI CHÚ"),
}  # fmt: skip

TASK_GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "assignment": ("Thông tin giao nhiệm vụ", ("source_document", "assigned_on", "due_text")),
    "units": ("Phân công thực hiện", ("lead_text", "coordinating_agencies", "responsible_person")),
    "progress": ("Kết quả thực hiện đến thời điểm báo cáo", ("declared_status", "completed_on", "progress_pct", "evidence")),
    "troubles": ("Khó khăn và kiến nghị", ("blocker", "proposal")),
}
"""Group headers above neighbouring columns, as annexes have them."""

EXTRA: tuple[str, ...] = (
    "Ký hiệu hồ sơ lưu", "Mức độ ưu tiên", "Kinh phí (triệu đồng)", "Nguồn kinh phí", "Vụ/Cục tham mưu", "Lần nhắc", "Người nhập liệu", "ID hệ thống",
    "Mức độ mật", "Khối", "Số lần gia hạn",
)  # fmt: skip
"""Columns that no field takes."""
