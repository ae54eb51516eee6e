"""What stands in the cells of text: works, products, people, troubles, fields of work, procedures."""

from __future__ import annotations

VERBS = (
    "Xây dựng",
    "Hoàn thiện",
    "Triển khai",
    "Rà soát, sửa đổi",
    "Ban hành",
    "Nâng cấp",
    "Tổ chức",
    "Trình cấp có thẩm quyền",
    "Đẩy mạnh",
    "Kết nối, chia sẻ",
    "Thí điểm",
)
OBJECTS = (
    "cơ sở dữ liệu chuyên ngành", "nền tảng số dùng chung", "quy chế quản lý, khai thác dữ liệu", "Đề án phát triển nhân lực chất lượng cao",
    "hệ thống thông tin giải quyết TTHC",
    "trung tâm dữ liệu", "chương trình hành động thực hiện Nghị quyết số 57-NQ/TW", "dịch vụ công trực tuyến toàn trình",
    "kho dữ liệu số hóa kết quả giải quyết TTHC",
    "khung kiến trúc số", "quỹ đầu tư mạo hiểm", "cơ chế thử nghiệm có kiểm soát", "mạng lưới chuyên gia công nghệ số",
    "bộ chỉ số đo lường hiệu quả (KPI)", "hạ tầng 5G",
)  # fmt: skip
ENDS = (
    "giai đoạn 2025 - 2030", "của ngành", "trên địa bàn tỉnh", "phục vụ người dân và doanh nghiệp", "theo Nghị quyết số 71/NQ-CP",
    "đồng bộ với CSDL quốc gia về dân cư",
    "phù hợp mô hình chính quyền địa phương 2 cấp", "bảo đảm an toàn, an ninh mạng", "gắn với Đề án 06", "tại các đơn vị trực thuộc (mở rộng)",
    "năm 2025; báo cáo Thủ tướng Chính phủ",
)  # fmt: skip
PRODUCTS = (
    "Nghị định",
    "Quyết định của TTg",
    "Báo cáo",
    "Kế hoạch",
    "Đề án",
    "Hệ thống đi vào vận hành",
    "Thông tư",
    "Tờ trình",
    "Văn bản hướng dẫn",
    "Nền tảng số",
    "Nghị quyết của HĐND",
)
AUTHORITIES = ("TTg", "Chính phủ", "Bộ trưởng", "Chủ tịch UBND tỉnh", "Quốc hội", "CP", "Bộ Chính trị", "HĐND tỉnh", "Giám đốc Sở")
PEOPLE = (
    "Nguyễn Văn An",
    "Trần Thị Bích",
    "Lê Quang Huy",
    "Phạm Minh Đức",
    "Hoàng Thu Hà",
    "Vũ Đình Long",
    "Đặng Ngọc Mai",
    "Ông Bùi Xuân Trường",
    "Bà Đỗ Thị Lan",
)
BLOCKERS = (
    "Chưa bố trí kinh phí", "Thiếu nhân lực CNTT", "Chờ hướng dẫn của bộ chủ quản", "Hạ tầng chưa đồng bộ", "Quy định còn chồng chéo", "Không",
    "Vướng thủ tục đấu thầu",
    "Dữ liệu chưa đúng, đủ, sạch, sống", "Khối lượng công việc lớn; thời gian ngắn",
)  # fmt: skip
PROPOSALS = (
    "Cho phép gia hạn đến hết quý IV",
    "Bổ sung kinh phí",
    "Đề nghị Bộ KH&CN hướng dẫn",
    "Tăng cường phối hợp",
    "Giao thêm biên chế",
    "Đề nghị điều chỉnh thời hạn",
)
NOTES = (
    "Đã báo cáo lãnh đạo",
    "Theo dõi thường xuyên",
    "Lồng ghép với Đề án 06",
    "Chuyển tiếp từ năm 2024",
    "Đã trình lần 2",
    "Phối hợp chưa tốt",
    "Báo cáo bổ sung sau",
)
DOCUMENTS = ("03/NQ-CP", "71/NQ-CP", "57-NQ/TW", "56/TB-VPCP", "598/QĐ-TTg", "193/2025/QH15", "66/NQ-CP")
UNITS = (
    "Sở Tư pháp", "Sở Nội vụ", "Sở Xây dựng", "Sở Y tế", "Sở Tài chính", "Sở Khoa học và Công nghệ", "Sở Công Thương", "Vụ Pháp chế",
    "Cục Chuyển đổi số", "Văn phòng Bộ", "Thanh tra",
    "Cục Công nghệ thông tin", "Ban Quản lý khu công nghiệp",
)  # fmt: skip
FIELDS = (
    "Đất đai", "Hộ tịch", "Đăng ký kinh doanh", "Xây dựng", "Giao thông vận tải", "Bảo hiểm xã hội", "Y tế dự phòng", "Giáo dục nghề nghiệp",
    "Thuế", "Hải quan", "Lao động, việc làm",
    "Môi trường", "Tài nguyên nước", "Chứng thực", "Lý lịch tư pháp", "Du lịch", "Quảng cáo", "An toàn thực phẩm", "Xuất nhập cảnh",
    "Công chức, viên chức", "Thi đua - khen thưởng",
    "Khoáng sản", "Nuôi con nuôi", "Người có công", "Văn hóa cơ sở", "Phòng cháy, chữa cháy",
)  # fmt: skip
PROCEDURES = (
    "Đăng ký khai sinh", "Cấp phiếu lý lịch tư pháp", "Cấp giấy phép xây dựng mới đối với nhà ở riêng lẻ", "Đăng ký biến động quyền sử dụng đất",
    "Cấp đổi giấy phép lái xe",
    "Đăng ký thành lập công ty TNHH một thành viên", "Cấp bản sao trích lục hộ tịch", "Cấp giấy chứng nhận đủ điều kiện an toàn thực phẩm",
    "Xác nhận tình trạng hôn nhân",
)  # fmt: skip
TASK_SECTIONS = (
    "Nhóm nhiệm vụ về thể chế", "Phát triển hạ tầng số", "Phát triển nhân lực", "Chuyển đổi số trong hoạt động của cơ quan nhà nước",
    "Thúc đẩy khoa học, công nghệ và đổi mới sáng tạo",
    "Tăng cường hợp tác quốc tế", "Nâng cao nhận thức, đổi mới tư duy",
)  # fmt: skip
COUNT_SECTIONS = (
    "Cấp tỉnh",
    "Cấp xã",
    "Khối sở, ban, ngành",
    "UBND các xã, phường",
    "Trên hệ thống của bộ",
    "Thuộc thẩm quyền của trung ương",
    "Đơn vị ngành dọc",
)
