"""Every word of the page in Vietnamese and in English. No figure, no markup; `{name}` is filled where the text is used."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.report.briefing.numerals import Language

TEXTS: dict[str, tuple[str, str]] = {
    # the head
    "title": ("Bản tin buổi sáng: thực hiện Nghị quyết số 57-NQ/TW", "Morning briefing: carrying out Resolution 57-NQ/TW"),
    "as_of": ("Số liệu tính đến {date}", "Figures as of {date}"),
    "asked_other": (
        "Kho dữ liệu không có ngày {asked}; bản tin lấy ngày gần nhất trước đó là {date}.",
        "The warehouse holds no figures for {asked}; the page shows the latest date before it, {date}.",
    ),
    "sent_line": ("{reported}/{expected} cơ quan đã gửi báo cáo", "{reported} of {expected} agencies have reported"),
    "against": ("so với {date}", "against {date}"),
    "against_covered": (
        "so với {date} (khi đó tính trên {counted}/{expected} cơ quan)",
        "against {date} (then from {counted} of {expected} agencies)",
    ),
    "empty": (
        "Kho dữ liệu chưa có ngày số liệu nào, nên chưa có gì để báo cáo.",
        "The warehouse holds no reporting date yet, so there is nothing to report.",
    ),
    "empty_asked": (
        "Kho dữ liệu không có số liệu của ngày {date} và các ngày trước đó.",
        "The warehouse holds no figures for {date} or any day before it.",
    ),
    # blocks and agencies
    "national": ("Cả nước", "National"),
    "central": ("Bộ, ngành", "Central"),
    "provincial": ("Địa phương", "Provincial"),
    "unknown_block": ("Chưa rõ nơi gửi", "Sender unknown"),
    "agency": ("Cơ quan", "Agency"),
    "block": ("Khối", "Block"),
    # headline tiles
    "headline": ("Số liệu chính", "Headline figures"),
    "tile_overdue": ("Nhiệm vụ quá hạn, chưa hoàn thành", "Tasks overdue and still open"),
    "tile_overdue_of": ("trên {total} nhiệm vụ", "of {total} tasks"),
    "tile_rate": ("Hồ sơ trực tuyến toàn trình", "Dossiers settled fully online"),
    "tile_gap": ("còn thiếu {gap} điểm % so với mục tiêu {target}", "{gap} points short of the target of {target}"),
    "tile_reached": ("đạt mục tiêu {target}", "target of {target} reached"),
    "tile_sent": ("Cơ quan đã gửi báo cáo", "Agencies that reported"),
    "tile_sent_of": ("trên {expected} cơ quan phải gửi", "of {expected} that must"),
    "tile_done": ("Nhiệm vụ đã hoàn thành", "Tasks done"),
    "tile_done_of": ("{share} của {total} nhiệm vụ", "{share} of {total} tasks"),
    "coverage": ("Tính trên {counted}/{expected} cơ quan", "From {counted} of {expected} agencies"),
    "coverage_carried": ("trong đó {carried} cơ quan lấy số liệu cũ", "{carried} of them with an earlier report"),
    "no_value": ("Chưa có số liệu", "No figure"),
    "unchanged": ("không đổi", "unchanged"),
    "points": ("{value} điểm %", "{value} points"),
    "notes": ("Ghi chú về số liệu", "Notes on the figures"),
    "silent_names": ("Chưa gửi: {names}", "Not heard from: {names}"),
    "and_others": ("và {count} cơ quan khác", "and {count} more"),
    # gap to the target
    "gap": ("Khoảng cách tới mục tiêu {target} hồ sơ trực tuyến toàn trình", "Gap to the target of {target} of dossiers settled fully online"),
    "gap_none": ("Hồ sơ trực tuyến toàn trình", "Dossiers settled fully online"),
    "rate": ("Tỷ lệ", "Rate"),
    "gap_column": ("Còn thiếu", "Short by"),
    "gap_reached": ("Đạt", "Reached"),
    "fraction": ("Toàn trình / đã giải quyết", "Fully online / settled"),
    "counted_column": ("Cơ quan tính", "Agencies counted"),
    "gauge_label": ("{block}: {rate}, mục tiêu {target}", "{block}: {rate}, target {target}"),
    "target_mark": ("Mục tiêu {target}", "Target {target}"),
    # overdue by age
    "age": ("Nhiệm vụ quá hạn theo số ngày trễ", "Overdue tasks by days past the deadline"),
    "age_band": ("{first}–{last} ngày", "{first}–{last} days"),
    "age_open": ("Trên {last} ngày", "Over {last} days"),
    "age_column": ("Số ngày trễ", "Days past due"),
    "age_label": ("{band}: {count} nhiệm vụ", "{band}: {count} tasks"),
    "age_none": ("Không có nhiệm vụ quá hạn trong các báo cáo đang dùng.", "No task is overdue in the reports in use."),
    "sum": ("Tổng", "Total"),
    "age_note": (
        "Cột «Cả nước» đếm mỗi nhiệm vụ một lần; hai cột khối đếm theo từng cơ quan được giao, nên không cộng lại thành cả nước.",
        "The national column counts each task once; the block columns count it at every agency that holds it, and so do not add up to it.",
    ),
    # late and silent
    "late": ("Cơ quan chưa gửi, gửi thiếu, gửi muộn", "Silent, incomplete and late agencies"),
    "late_none": ("Mọi cơ quan đã gửi đủ các loại báo cáo của ngày.", "Every agency has sent all its reports of the day."),
    "late_no_expectation": ("Ngày này không cơ quan nào phải gửi báo cáo.", "No agency had to report on this day."),
    "silent": ("Không gửi báo cáo nào ({count})", "Nothing sent ({count})"),
    "partial": ("Gửi thiếu hoặc đang chờ xác nhận ({count})", "Incomplete or held ({count})"),
    "after_day": ("Gửi muộn: sau ngày làm việc kế tiếp ({count})", "Sent late: after the next working day ({count})"),
    "state_held": ("{dataset}: đang chờ xác nhận", "{dataset}: held for an answer"),
    "state_carried": ("{dataset}: dùng số liệu ngày {date} (cũ {days} ngày)", "{dataset}: figures of {date} in use ({days} d old)"),
    "state_missing": ("{dataset}: không có số liệu", "{dataset}: no figures"),
    "state_late": ("{dataset}: nhận lúc {moment}", "{dataset}: received at {moment}"),
    "all_missing": ("không có số liệu nào trong thời hạn sử dụng", "no figures recent enough to use"),
    "tasks": ("Nhiệm vụ", "Tasks"),
    "dossiers": ("Hồ sơ chi tiết", "Dossiers"),
    "dossier_counts": ("Số liệu hồ sơ", "Dossier counts"),
    "indicators": ("Chỉ tiêu", "Indicators"),
    # what changed
    "changed": ("Thay đổi so với ngày số liệu {date}", "Changes since the reporting date {date}"),
    "changed_first": ("Thay đổi so với ngày số liệu trước", "Changes since the reporting date before"),
    "changed_no_previous": (
        "Kho dữ liệu chưa có ngày số liệu nào trước ngày này để so sánh.",
        "The warehouse holds no reporting date before this one to compare with.",
    ),
    "before": ("Trước", "Before"),
    "now": ("Nay", "Now"),
    "difference": ("Chênh lệch", "Difference"),
    "before_value": ("trước: {value}", "before: {value}"),
    "agencies_reported": ("Cơ quan đã gửi báo cáo", "Agencies that reported"),
    "tasks_total": ("Tổng số nhiệm vụ", "Tasks"),
    "tasks_done": ("Nhiệm vụ đã hoàn thành", "Tasks done"),
    "tasks_open_overdue": ("Nhiệm vụ quá hạn", "Tasks overdue"),
    "dossiers_online_full_rate": ("Hồ sơ trực tuyến toàn trình", "Dossiers settled fully online"),
    "dossiers_on_time_rate": ("Hồ sơ giải quyết đúng hạn", "Dossiers settled in time"),
    "movers_overdue": ("Cơ quan có số nhiệm vụ quá hạn thay đổi", "Agencies whose overdue tasks changed"),
    "movers_rate": ("Cơ quan có tỷ lệ toàn trình thay đổi nhiều nhất", "Agencies whose fully-online rate moved most"),
    "movers_none": ("Không cơ quan nào thay đổi.", "No agency changed."),
    "movers_more": ("Còn {count} cơ quan khác thay đổi ít hơn hoặc bằng.", "{count} more agencies changed by as much or less."),
    "fell_silent": ("Ngày trước có gửi, ngày này không gửi báo cáo nào: {names}", "Reported on the date before, nothing on this one: {names}"),
    "spoke_again": ("Ngày trước không gửi, ngày này có gửi: {names}", "Silent on the date before, reported on this one: {names}"),
    "build_changes": ("Số dòng thay đổi so với bản dựng trước", "Rows changed since the build before"),
    "build_first": ("Đây là bản dựng đầy đủ, không dựa trên bản dựng trước.", "This is a full build, based on no earlier one."),
    "build_same": (
        "Bản dựng này không thay đổi dòng số liệu nào so với bản trước ({build}).",
        "This build changed no row against the build before ({build}).",
    ),
    "build_against": ("So với bản dựng {build}.", "Against build {build}."),
    "build_late_too": (
        "Gồm cả những thay đổi của các ngày số liệu khác.",
        "Changes to other reporting dates are among them.",
    ),
    "table": ("Bảng", "Table"),
    "agencies_column": ("Số cơ quan", "Agencies"),
    "rows_added": ("Dòng thêm", "Rows added"),
    "rows_removed": ("Dòng gỡ", "Rows removed"),
    # by day
    "by_day": ("Diễn biến theo ngày", "Day by day"),
    "by_day_single": (
        "Kho dữ liệu mới có một ngày số liệu ({date}); biểu đồ chỉ có các điểm, chưa có đường.",
        "The warehouse holds one reporting date so far ({date}); the charts show points, no lines yet.",
    ),
    "by_day_overdue": ("Nhiệm vụ quá hạn, cả nước", "Overdue tasks, national"),
    "by_day_rate": ("Tỷ lệ hồ sơ trực tuyến toàn trình", "Rate of dossiers settled fully online"),
    "by_day_table": ("Bảng số liệu theo ngày", "The same in numbers"),
    "by_day_more": ("{count} ngày gần nhất.", "The latest {count} dates."),
    "by_day_label": ("{title}, từ {first} đến {last}", "{title}, from {first} to {last}"),
    "by_day_no_value": ("Chưa có giá trị nào để vẽ.", "There is no value to draw yet."),
    "day": ("Ngày", "Date"),
    "sent_short": ("Đã gửi", "Reported"),
    # agencies
    "agencies": ("Tiến độ nhiệm vụ theo cơ quan", "Task progress by agency"),
    "agencies_note": (
        "Xếp theo số nhiệm vụ quá hạn, nhiều nhất trước. Nhiệm vụ giao nhiều cơ quan được đếm ở từng cơ quan.",
        "Most overdue tasks first. A task held by several agencies counts at each.",
    ),
    "agencies_none": ("Không có cơ quan nào.", "No agency."),
    "total": ("Tổng", "Total"),
    "done_on_time": ("Xong đúng hạn", "Done on time"),
    "done_late": ("Xong quá hạn", "Done late"),
    "open_in_time": ("Trong hạn", "Open in time"),
    "open_overdue": ("Quá hạn", "Overdue"),
    "other": ("Không hạn, tạm dừng, hủy", "No deadline, paused, cancelled"),
    "other_short": ("Khác", "Other"),
    "online": ("Toàn trình", "Fully online"),
    "rank": ("Hạng", "Rank"),
    "agency_silent": ("Không có số liệu nhiệm vụ", "No task figures"),
    "bar_label": (
        "{name}: {total} nhiệm vụ; xong đúng hạn {done_on_time}, xong quá hạn {done_late}, trong hạn {open_in_time}, "
        "quá hạn {open_overdue}, khác {other}",
        "{name}: {total} tasks; done on time {done_on_time}, done late {done_late}, open in time {open_in_time}, "
        "overdue {open_overdue}, other {other}",
    ),
    # quality
    "quality": ("Chất lượng dữ liệu", "Data quality"),
    "quality_note": (
        "Tỷ lệ số dòng không có lỗi, cảnh báo trong từng tiêu chí, trên số dòng đã đọc.",
        "Share of the rows read that have no error and no warning in the dimension.",
    ),
    "quality_none": ("Không có dòng số liệu nào của ngày này.", "No row was read for this date."),
    "dimension": ("Tiêu chí", "Dimension"),
    "correct": ("Đúng", "Correct"),
    "sufficient": ("Đủ", "Sufficient"),
    "clean": ("Sạch", "Clean"),
    "alive": ("Sống", "Alive"),
    "unified": ("Thống nhất", "Unified"),
    "quality_cell": ("{issues} lỗi, cảnh báo", "{issues} findings"),
    "quality_label": ("{dimension}, {block}: {value}", "{dimension}, {block}: {value}"),
    "rows_refused": (
        "Số dòng bị loại: nhiệm vụ {tasks}, hồ sơ {dossiers}. Số dòng chờ xác nhận: nhiệm vụ {tasks_held}, hồ sơ {dossiers_held}.",
        "Rows refused: tasks {tasks}, dossiers {dossiers}. Rows held: tasks {tasks_held}, dossiers {dossiers_held}.",
    ),
    "issues": ("Lỗi và cảnh báo theo loại", "Findings by kind"),
    "issues_none": ("Không có lỗi, cảnh báo nào.", "No finding."),
    "issue": ("Nội dung", "Finding"),
    "count": ("Số lượng", "Count"),
    "severity": ("Mức độ", "Severity"),
    "error": ("Lỗi", "Error"),
    "warning": ("Cảnh báo", "Warning"),
    "info": ("Thông tin", "Note"),
    # deliveries
    "deliveries": ("Tệp bị từ chối, chờ xác nhận, nhận một phần", "Files refused, held or taken in part"),
    "deliveries_none": ("Không có tệp nào bị từ chối hoặc phải chờ.", "No file was refused or held."),
    "deliveries_counts": ("Tệp của ngày số liệu: {counts}.", "Files of the date: {counts}."),
    "deliveries_older": (
        "Ngoài ra còn {count} tệp của các ngày khác đang chờ xác nhận.",
        "Besides, {count} files of other dates are still held.",
    ),
    "deliveries_more": ("Còn {count} tệp khác; xem bảng audit.delivery.", "{count} more files; see the table audit.delivery."),
    "sender": ("Nơi gửi", "Sender"),
    "received": ("Nhận lúc", "Received"),
    "who_acts": ("Bên xử lý", "Who must act"),
    "act_sender": ("Cơ quan gửi", "The sender"),
    "act_ours": ("Bộ phận kỹ thuật", "Our technicians"),
    "act_steward": ("Người phụ trách dữ liệu", "A data steward"),
    "rows_out": ("{quarantined} dòng bị loại, {held} dòng chờ xác nhận", "{quarantined} rows refused, {held} rows held"),
    "no_reason": ("Không ghi lý do", "No reason recorded"),
    "accepted": ("nhận", "accepted"),
    "accepted_with_issues": ("nhận, có cảnh báo", "accepted with issues"),
    "partially_accepted": ("nhận một phần", "taken in part"),
    "held": ("chờ xác nhận", "held"),
    "rejected": ("từ chối", "refused"),
    "duplicate": ("trùng", "duplicate"),
    "retracted": ("rút lại", "retracted"),
    # the foot
    "method": ("Cách tính", "How figures are made"),
    "method_rates": (
        "Tỷ lệ là tổng chia cho tổng của các cơ quan có số liệu, không phải trung bình của các tỷ lệ; mẫu số bằng không thì không có tỷ lệ.",
        "A rate is a sum over a sum of the agencies with figures, not a mean of rates; where the denominator is nought there is none.",
    ),
    "method_tasks": (
        "Ở mức cả nước, một nhiệm vụ quá hạn nếu một cơ quan được giao quá hạn và hoàn thành khi mọi cơ quan được giao đã hoàn thành.",
        "Nationally a task is overdue where any holder is, and done where every holder is.",
    ),
    "method_flagged": (
        "Số liệu có lỗi được đánh dấu, không được sửa. Mọi con số lấy từ kho dữ liệu đã công bố và truy được về ô của tệp gốc.",
        "What looks wrong is flagged, never adjusted. Every figure is the published warehouse's and can be traced to a cell of a file.",
    ),
    "method_people": ("Bản tin không chứa dữ liệu cá nhân.", "The page holds no personal data."),
    "built": ("Bản dựng {build}, lúc {moment}.", "Build {build}, made at {moment}."),
}


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language: `texts("coverage", counted=53, expected=56)`. Raises KeyError for a text or a filling that is not there."""

    language: Language

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key with its places filled; not escaped."""
        text = TEXTS[key][0 if self.language == "vi" else 1]
        return text.format(**values) if values else text
