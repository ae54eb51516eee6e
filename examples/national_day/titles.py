"""What tasks are called: titles made of an action, an object and a scope, in the seven groups of the action programme."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from .agencies import Agency


@dataclass(frozen=True)
class Title:
    """A task's title, the group it stands in, and the product that it must give."""

    text: str
    group: str
    product: str


GROUPS: dict[str, tuple[tuple[tuple[str, str], ...], tuple[str, ...]]] = {
    "Nâng cao nhận thức, đột phá về đổi mới tư duy": (
        (
            ("Tổ chức tuyên truyền về", "Kế hoạch"),
            ("Xây dựng chuyên mục về", "Báo cáo"),
            ("Tổ chức tập huấn cho cán bộ, công chức về", "Báo cáo kết quả"),
        ),
        (
            "Nghị quyết số 57-NQ/TW và các gương điển hình",
            "kỹ năng số cơ bản theo phong trào Bình dân học vụ số",
            "sử dụng trí tuệ nhân tạo trong công việc hằng ngày",
            "an toàn thông tin cho người dùng cuối",
            "văn hóa đổi mới sáng tạo trong cơ quan hành chính",
            "định danh và xác thực điện tử VNeID",
            "bảo vệ dữ liệu cá nhân",
            "thanh toán không dùng tiền mặt",
        ),
    ),
    "Hoàn thiện thể chế": (
        (
            ("Xây dựng Nghị định quy định về", "Nghị định"),
            ("Ban hành Thông tư hướng dẫn về", "Thông tư"),
            ("Rà soát, sửa đổi văn bản về", "Báo cáo rà soát"),
        ),
        (
            "cơ chế thử nghiệm có kiểm soát đối với công nghệ mới",
            "quản lý và chia sẻ dữ liệu dùng chung",
            "đặt hàng nghiên cứu và khoán chi theo sản phẩm",
            "định mức kinh tế - kỹ thuật cho dịch vụ công nghệ thông tin",
            "chính sách đãi ngộ chuyên gia công nghệ",
            "đầu tư công đặc thù cho chuyển đổi số",
            "tiêu chuẩn kỹ thuật thiết bị Internet vạn vật",
            "giao dịch điện tử và lưu trữ điện tử",
            "quỹ phát triển khoa học và công nghệ",
            "sở hữu trí tuệ đối với kết quả nghiên cứu dùng ngân sách",
            "đấu thầu mua sắm sản phẩm công nghệ trong nước",
        ),
    ),
    "Đầu tư, hoàn thiện hạ tầng": (
        (("Triển khai", "Báo cáo nghiệm thu"), ("Nâng cấp, mở rộng", "Báo cáo nghiệm thu"), ("Lập đề án đầu tư", "Đề án")),
        (
            "mạng 5G tại khu công nghiệp và khu công nghệ cao",
            "trung tâm dữ liệu kết nối với Trung tâm dữ liệu quốc gia",
            "mạng truyền số liệu chuyên dùng đến cấp xã",
            "nền tảng tích hợp, chia sẻ dữ liệu (LGSP)",
            "trung tâm giám sát, điều hành thông minh (IOC)",
            "hệ thống sao lưu dự phòng và phục hồi sau thảm họa",
            "phòng thí nghiệm trọng điểm về bán dẫn",
            "hạ tầng tính toán hiệu năng cao cho trí tuệ nhân tạo",
            "hệ thống hội nghị truyền hình trực tuyến",
            "cáp quang tới thôn, bản vùng sâu, vùng xa",
            "hệ thống giám sát an toàn thông tin tập trung (SOC)",
        ),
    ),
    "Phát triển nhân lực": (
        (
            ("Xây dựng chương trình đào tạo về", "Chương trình"),
            ("Bồi dưỡng đội ngũ chuyên trách về", "Báo cáo kết quả"),
            ("Thu hút chuyên gia về", "Đề án"),
        ),
        (
            "thiết kế vi mạch bán dẫn",
            "khoa học dữ liệu và phân tích dữ liệu lớn",
            "an ninh mạng và ứng cứu sự cố",
            "quản trị chuyển đổi số cho lãnh đạo các cấp",
            "công nghệ sinh học và y sinh",
            "tự động hóa và rô-bốt công nghiệp",
            "kiến trúc chính phủ điện tử và kiến trúc dữ liệu",
            "quản lý dự án khoa học và công nghệ",
            "sở hữu trí tuệ và chuyển giao công nghệ",
        ),
    ),
    "Chuyển đổi số trong hoạt động của các cơ quan": (
        (
            ("Xây dựng", "Hệ thống đưa vào vận hành"),
            ("Hoàn thành kết nối, làm sạch", "Báo cáo kết quả"),
            ("Đưa vào vận hành chính thức", "Quyết định"),
        ),
        (
            "cơ sở dữ liệu đất đai và bản đồ địa chính số",
            "hồ sơ sức khỏe điện tử và bệnh án điện tử",
            "cơ sở dữ liệu hộ tịch điện tử",
            "hệ thống quản lý văn bản và ký số toàn trình",
            "cơ sở dữ liệu cán bộ, công chức, viên chức",
            "kho dữ liệu điện tử của tổ chức, cá nhân",
            "hệ thống thông tin giải quyết thủ tục hành chính",
            "cơ sở dữ liệu doanh nghiệp và hộ kinh doanh",
            "nền tảng học bạ số và văn bằng số",
            "cơ sở dữ liệu an sinh xã hội và người có công",
            "hệ thống báo cáo điều hành theo thời gian thực",
            "cơ sở dữ liệu về quy hoạch và giấy phép xây dựng",
            "chữ ký số cá nhân cho người dân khi nộp hồ sơ trực tuyến",
            "cơ sở dữ liệu về tài sản công",
            "hóa đơn điện tử khởi tạo từ máy tính tiền",
        ),
    ),
    "Thúc đẩy hoạt động của doanh nghiệp": (
        (("Ban hành chính sách hỗ trợ", "Quyết định"), ("Tổ chức chương trình thúc đẩy", "Báo cáo kết quả"), ("Lập danh mục ưu tiên về", "Danh mục")),
        (
            "doanh nghiệp nhỏ và vừa chuyển đổi số",
            "doanh nghiệp khởi nghiệp sáng tạo và vườn ươm",
            "sản phẩm công nghệ chiến lược",
            "thương mại điện tử cho nông sản và sản phẩm OCOP",
            "hợp tác viện, trường và doanh nghiệp",
            "nhà máy thông minh trong công nghiệp chế tạo",
            "thương mại hóa kết quả nghiên cứu",
            "truy xuất nguồn gốc hàng hóa bằng mã số, mã vạch",
        ),
    ),
    "Tăng cường hợp tác quốc tế": (
        (
            ("Ký kết thỏa thuận hợp tác về", "Biên bản ghi nhớ"),
            ("Tham gia tổ chức, diễn đàn quốc tế về", "Báo cáo"),
            ("Nghiên cứu kinh nghiệm quốc tế về", "Báo cáo"),
        ),
        (
            "công nghệ bán dẫn và chuỗi cung ứng",
            "quản trị trí tuệ nhân tạo có trách nhiệm",
            "công nghệ lượng tử",
            "kinh tế số trong khuôn khổ ASEAN",
            "an ninh mạng và phòng, chống tội phạm mạng",
            "công nghệ vũ trụ và viễn thám",
            "dữ liệu mở và luồng dữ liệu xuyên biên giới",
        ),
    ),
}
"""Group -> (actions, each with its product; objects)."""

_INSTITUTIONS, _OFFICES, _INFRASTRUCTURE = list(GROUPS)[1], list(GROUPS)[4], list(GROUPS)[2]

_OF_A_PROVINCE = {
    "Xây dựng Nghị định quy định về": ("Trình HĐND ban hành Nghị quyết về", "Nghị quyết HĐND"),
    "Ban hành Thông tư hướng dẫn về": ("Ban hành Quyết định quy định về", "Quyết định"),
}
"""What a province does where a ministry writes decrees and circulars."""

FOR_EVERY_PROVINCE = Title(
    "Hoàn thành số hóa, làm sạch dữ liệu đất đai và kết nối với Cơ sở dữ liệu quốc gia về dân cư tại cấp xã", _OFFICES, "Báo cáo kết quả"
)
COMMON = (
    Title("Sắp xếp, kiện toàn Trung tâm phục vụ hành chính công theo mô hình chính quyền địa phương 2 cấp", _OFFICES, "Quyết định"),
    Title("Công bố danh mục thủ tục hành chính không phụ thuộc địa giới hành chính trong phạm vi cấp tỉnh", _INSTITUTIONS, "Quyết định"),
    Title("Duy trì chế độ báo cáo hằng ngày trên hệ thống theo dõi, giám sát thực hiện Nghị quyết 57", _OFFICES, "Báo cáo"),
    Title("Bố trí ít nhất 3% tổng chi ngân sách hằng năm cho khoa học, công nghệ và chuyển đổi số", _INSTITUTIONS, "Nghị quyết HĐND"),
    Title("Phủ sóng thông tin di động tại các thôn, bản còn lõm sóng trên toàn tỉnh, thành phố", _INFRASTRUCTURE, "Báo cáo nghiệm thu"),
)


def maker(agency: Agency, rng: Random) -> Iterator[Title]:
    """Titles for one agency without end in sight: first each object once, then again with another action; none twice."""
    scopes = (
        (f"trong phạm vi quản lý của {agency.name}", f"do {agency.name} quản lý", f"của {agency.name}, giai đoạn 2025 - 2030")
        if agency.is_central
        else (f"trên địa bàn {agency.name}", f"tại {agency.name}", f"trên địa bàn {agency.name}, giai đoạn 2025 - 2030")
    )
    drawn = [(group, thing, rng.randrange(3)) for group, (_, things) in GROUPS.items() for thing in things]
    rng.shuffle(drawn)
    for turn in range(3):
        for group, thing, first in drawn:
            action, product = GROUPS[group][0][(first + turn) % 3]
            if not agency.is_central:
                action, product = _OF_A_PROVINCE.get(action, (action, product))
            yield Title(f"{action} {thing} {rng.choice(scopes)}", group, product)
