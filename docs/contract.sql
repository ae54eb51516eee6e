-- The tables that analysts query. Generated from schemas/ by `make docs`; do not edit.
-- Moments are naive TIMESTAMPs in Asia/Ho_Chi_Minh; percents run from 0 to 100; grain and key stand above each table.
CREATE SCHEMA IF NOT EXISTS core;
CREATE SCHEMA IF NOT EXISTS mart;
CREATE SCHEMA IF NOT EXISTS audit;

-- core.agency: One row is one body. Key: agency_code.
CREATE TABLE core.agency (
  "agency_code" VARCHAR NOT NULL,
  "name_vi" VARCHAR NOT NULL,
  "name_en" VARCHAR,
  "kind" VARCHAR NOT NULL,
  "block" VARCHAR NOT NULL,
  "valid_from" DATE,
  "valid_to" DATE,
  "successor_code" VARCHAR
);
COMMENT ON TABLE core.agency IS 'Cơ quan / Agencies, past and present. One row is one body.';
COMMENT ON COLUMN core.agency."agency_code" IS 'Mã cơ quan / Agency code';
COMMENT ON COLUMN core.agency."name_vi" IS 'Tên cơ quan / Name in Vietnamese';
COMMENT ON COLUMN core.agency."name_en" IS 'Tên tiếng Anh / Name in English';
COMMENT ON COLUMN core.agency."kind" IS 'Loại cơ quan / Kind of body (ministry | ministerial_agency | government_agency | province | city)';
COMMENT ON COLUMN core.agency."block" IS 'Khối / Block (central | provincial)';
COMMENT ON COLUMN core.agency."valid_from" IS 'Hiệu lực từ / Exists from';
COMMENT ON COLUMN core.agency."valid_to" IS 'Hiệu lực đến / Existed until, that day included';
COMMENT ON COLUMN core.agency."successor_code" IS 'Cơ quan kế thừa / Successor';

-- core.agency_code: One row is one code of one system in one span of time. Key: system, code, valid_from.
CREATE TABLE core.agency_code (
  "system" VARCHAR NOT NULL,
  "code" VARCHAR NOT NULL,
  "agency_code" VARCHAR NOT NULL,
  "valid_from" DATE,
  "valid_to" DATE
);
COMMENT ON TABLE core.agency_code IS 'Mã định danh theo thời gian / Dated code systems. One row is one code of one system in one span of time.';
COMMENT ON COLUMN core.agency_code."system" IS 'Hệ mã / Code system';
COMMENT ON COLUMN core.agency_code."code" IS 'Mã / Code';
COMMENT ON COLUMN core.agency_code."agency_code" IS 'Mã cơ quan / Agency code';
COMMENT ON COLUMN core.agency_code."valid_from" IS 'Hiệu lực từ / Valid from';
COMMENT ON COLUMN core.agency_code."valid_to" IS 'Hiệu lực đến / Valid until, that day included';

-- core.indicator: One row is one measure. Key: indicator_code.
CREATE TABLE core.indicator (
  "indicator_code" VARCHAR NOT NULL,
  "name_vi" VARCHAR NOT NULL,
  "name_en" VARCHAR,
  "unit" VARCHAR,
  "direction" VARCHAR,
  "kind" VARCHAR NOT NULL,
  "owner" VARCHAR,
  "target_value" DOUBLE,
  "target_on" DATE
);
COMMENT ON TABLE core.indicator IS 'Danh mục chỉ tiêu / Register of indicators. One row is one measure.';
COMMENT ON COLUMN core.indicator."indicator_code" IS 'Mã chỉ tiêu / Indicator code';
COMMENT ON COLUMN core.indicator."name_vi" IS 'Tên chỉ tiêu / Name in Vietnamese';
COMMENT ON COLUMN core.indicator."name_en" IS 'Tên tiếng Anh / Name in English';
COMMENT ON COLUMN core.indicator."unit" IS 'Đơn vị tính / Unit';
COMMENT ON COLUMN core.indicator."direction" IS 'Chiều tốt / Which way is better (higher | lower | none)';
COMMENT ON COLUMN core.indicator."kind" IS 'Loại số liệu / Stock or flow (stock | flow)';
COMMENT ON COLUMN core.indicator."owner" IS 'Cơ quan theo dõi / Owner';
COMMENT ON COLUMN core.indicator."target_value" IS 'Mục tiêu / Target';
COMMENT ON COLUMN core.indicator."target_on" IS 'Thời hạn mục tiêu / Target date';

-- core.task_report: One row is one task at one agency in one submission. Key: task_code, agency_code, submission_id.
CREATE TABLE core.task_report (
  "task_code" VARCHAR NOT NULL,
  "task_code_kind" VARCHAR NOT NULL,
  "title" VARCHAR,
  "source_document" VARCHAR,
  "group_name" VARCHAR,
  "parent_task_code" VARCHAR,
  "lead_text" VARCHAR,
  "lead_unit" VARCHAR,
  "coordinating_agencies" VARCHAR,
  "assignees" VARCHAR,
  "assigned_on" DATE,
  "due_text" VARCHAR,
  "due_kind" VARCHAR,
  "due_on" DATE,
  "completed_on" DATE,
  "declared_status" VARCHAR,
  "declared_state" VARCHAR,
  "acceptance" VARCHAR NOT NULL,
  "progress_pct" DOUBLE,
  "last_progress_on" DATE,
  "product" VARCHAR,
  "responsible_person" VARCHAR,
  "approving_authority" VARCHAR,
  "evidence" VARCHAR,
  "blocker" VARCHAR,
  "proposal" VARCHAR,
  "waits_on" VARCHAR,
  "note" VARCHAR,
  "reported_by" VARCHAR NOT NULL,
  "agency_code" VARCHAR NOT NULL,
  "unit_code" VARCHAR,
  "reported_on" DATE NOT NULL,
  "delivered_at" TIMESTAMP NOT NULL,
  "submission_id" VARCHAR NOT NULL,
  "sheet" VARCHAR NOT NULL,
  "row_number" BIGINT NOT NULL,
  "extra" JSON
);
COMMENT ON TABLE core.task_report IS 'Nhiệm vụ: mọi dòng đã báo cáo / Tasks: every row reported. One row is one task at one agency in one submission.';
COMMENT ON COLUMN core.task_report."task_code" IS 'Mã nhiệm vụ / Task code';
COMMENT ON COLUMN core.task_report."task_code_kind" IS 'Nguồn của mã nhiệm vụ / Where the code comes from (given | register | derived)';
COMMENT ON COLUMN core.task_report."title" IS 'Tên nhiệm vụ / Task';
COMMENT ON COLUMN core.task_report."source_document" IS 'Văn bản giao / Document that assigns the task';
COMMENT ON COLUMN core.task_report."group_name" IS 'Nhóm nhiệm vụ / Group of tasks';
COMMENT ON COLUMN core.task_report."parent_task_code" IS 'Mã nhiệm vụ cha / Parent task';
COMMENT ON COLUMN core.task_report."lead_text" IS 'Cơ quan chủ trì (nguyên văn) / Lead as written';
COMMENT ON COLUMN core.task_report."lead_unit" IS 'Mã cơ quan chủ trì / Lead agency''s code, where it is exactly one';
COMMENT ON COLUMN core.task_report."coordinating_agencies" IS 'Cơ quan phối hợp / Coordinating agencies';
COMMENT ON COLUMN core.task_report."assignees" IS 'Đơn vị thực hiện / Units that carry the task out';
COMMENT ON COLUMN core.task_report."assigned_on" IS 'Ngày giao / Assigned on';
COMMENT ON COLUMN core.task_report."due_text" IS 'Thời hạn (nguyên văn) / Deadline as written';
COMMENT ON COLUMN core.task_report."due_kind" IS 'Loại thời hạn / Kind of deadline (DATE | BEFORE | MONTH | APPROX | QUARTER | HALF | YEAR | RANGE | RECURRING | CONDITIONAL | RELATIVE | EVENT | SERIAL | MULTI)';
COMMENT ON COLUMN core.task_report."due_on" IS 'Thời hạn hoàn thành / Due on: still in time that day';
COMMENT ON COLUMN core.task_report."completed_on" IS 'Ngày hoàn thành / Completed on';
COMMENT ON COLUMN core.task_report."declared_status" IS 'Trạng thái báo cáo (nguyên văn) / Status as written';
COMMENT ON COLUMN core.task_report."declared_state" IS 'Trạng thái báo cáo (chuẩn hóa) / Status as declared, normalised (done | done_on_time | done_late | open | open_in_time | open_overdue | not_started | no_deadline | paused | cancelled)';
COMMENT ON COLUMN core.task_report."acceptance" IS 'Tình trạng nghiệm thu / Acceptance of the product (none | submitted | accepted | returned)';
COMMENT ON COLUMN core.task_report."progress_pct" IS 'Tiến độ / Progress [%]';
COMMENT ON COLUMN core.task_report."last_progress_on" IS 'Ngày cập nhật tiến độ / Last progress on';
COMMENT ON COLUMN core.task_report."product" IS 'Sản phẩm / Product';
COMMENT ON COLUMN core.task_report."responsible_person" IS 'Người phụ trách / Person responsible';
COMMENT ON COLUMN core.task_report."approving_authority" IS 'Cấp có thẩm quyền / Approving authority';
COMMENT ON COLUMN core.task_report."evidence" IS 'Văn bản, minh chứng / Evidence';
COMMENT ON COLUMN core.task_report."blocker" IS 'Khó khăn, vướng mắc / Obstacle';
COMMENT ON COLUMN core.task_report."proposal" IS 'Kiến nghị, đề xuất / Proposal';
COMMENT ON COLUMN core.task_report."waits_on" IS 'Đang chờ cơ quan / Who is waited on';
COMMENT ON COLUMN core.task_report."note" IS 'Ghi chú / Note';
COMMENT ON COLUMN core.task_report."reported_by" IS 'Nơi gửi báo cáo / Sender';
COMMENT ON COLUMN core.task_report."agency_code" IS 'Mã cơ quan của số liệu / Agency that the row speaks of';
COMMENT ON COLUMN core.task_report."unit_code" IS 'Mã đơn vị trực thuộc / Unit under the agency, such as H01.13';
COMMENT ON COLUMN core.task_report."reported_on" IS 'Ngày số liệu / Reporting date: the day that the row speaks of';
COMMENT ON COLUMN core.task_report."delivered_at" IS 'Thời điểm nhận tệp / Known time: when the file was delivered';
COMMENT ON COLUMN core.task_report."submission_id" IS 'Mã lần nộp / Submission';
COMMENT ON COLUMN core.task_report."sheet" IS 'Trang tính / Sheet';
COMMENT ON COLUMN core.task_report."row_number" IS 'Dòng trong tệp / Row in the sheet, from 1';
COMMENT ON COLUMN core.task_report."extra" IS 'Các cột khác của tệp / Columns that no field takes, masked unless released';

-- core.task: One row is one task at one agency, as of the latest reporting date held. Key: task_code, agency_code.
CREATE TABLE core.task (
  "task_code" VARCHAR NOT NULL,
  "task_code_kind" VARCHAR NOT NULL,
  "title" VARCHAR,
  "source_document" VARCHAR,
  "group_name" VARCHAR,
  "parent_task_code" VARCHAR,
  "lead_text" VARCHAR,
  "lead_unit" VARCHAR,
  "coordinating_agencies" VARCHAR,
  "assignees" VARCHAR,
  "assigned_on" DATE,
  "due_text" VARCHAR,
  "due_kind" VARCHAR,
  "due_on" DATE,
  "completed_on" DATE,
  "declared_status" VARCHAR,
  "declared_state" VARCHAR,
  "acceptance" VARCHAR NOT NULL,
  "progress_pct" DOUBLE,
  "last_progress_on" DATE,
  "product" VARCHAR,
  "responsible_person" VARCHAR,
  "approving_authority" VARCHAR,
  "evidence" VARCHAR,
  "blocker" VARCHAR,
  "proposal" VARCHAR,
  "waits_on" VARCHAR,
  "note" VARCHAR,
  "status" VARCHAR NOT NULL,
  "is_overdue" BOOLEAN NOT NULL,
  "carried" BOOLEAN NOT NULL,
  "reported_by" VARCHAR NOT NULL,
  "agency_code" VARCHAR NOT NULL,
  "unit_code" VARCHAR,
  "reported_on" DATE NOT NULL,
  "delivered_at" TIMESTAMP NOT NULL,
  "submission_id" VARCHAR NOT NULL,
  "sheet" VARCHAR NOT NULL,
  "row_number" BIGINT NOT NULL,
  "extra" JSON
);
COMMENT ON TABLE core.task IS 'Nhiệm vụ: số liệu đang có hiệu lực / Tasks: what counts now. One row is one task at one agency, as of the latest reporting date held.';
COMMENT ON COLUMN core.task."task_code" IS 'Mã nhiệm vụ / Task code';
COMMENT ON COLUMN core.task."task_code_kind" IS 'Nguồn của mã nhiệm vụ / Where the code comes from (given | register | derived)';
COMMENT ON COLUMN core.task."title" IS 'Tên nhiệm vụ / Task';
COMMENT ON COLUMN core.task."source_document" IS 'Văn bản giao / Document that assigns the task';
COMMENT ON COLUMN core.task."group_name" IS 'Nhóm nhiệm vụ / Group of tasks';
COMMENT ON COLUMN core.task."parent_task_code" IS 'Mã nhiệm vụ cha / Parent task';
COMMENT ON COLUMN core.task."lead_text" IS 'Cơ quan chủ trì (nguyên văn) / Lead as written';
COMMENT ON COLUMN core.task."lead_unit" IS 'Mã cơ quan chủ trì / Lead agency''s code, where it is exactly one';
COMMENT ON COLUMN core.task."coordinating_agencies" IS 'Cơ quan phối hợp / Coordinating agencies';
COMMENT ON COLUMN core.task."assignees" IS 'Đơn vị thực hiện / Units that carry the task out';
COMMENT ON COLUMN core.task."assigned_on" IS 'Ngày giao / Assigned on';
COMMENT ON COLUMN core.task."due_text" IS 'Thời hạn (nguyên văn) / Deadline as written';
COMMENT ON COLUMN core.task."due_kind" IS 'Loại thời hạn / Kind of deadline (DATE | BEFORE | MONTH | APPROX | QUARTER | HALF | YEAR | RANGE | RECURRING | CONDITIONAL | RELATIVE | EVENT | SERIAL | MULTI)';
COMMENT ON COLUMN core.task."due_on" IS 'Thời hạn hoàn thành / Due on: still in time that day';
COMMENT ON COLUMN core.task."completed_on" IS 'Ngày hoàn thành / Completed on';
COMMENT ON COLUMN core.task."declared_status" IS 'Trạng thái báo cáo (nguyên văn) / Status as written';
COMMENT ON COLUMN core.task."declared_state" IS 'Trạng thái báo cáo (chuẩn hóa) / Status as declared, normalised (done | done_on_time | done_late | open | open_in_time | open_overdue | not_started | no_deadline | paused | cancelled)';
COMMENT ON COLUMN core.task."acceptance" IS 'Tình trạng nghiệm thu / Acceptance of the product (none | submitted | accepted | returned)';
COMMENT ON COLUMN core.task."progress_pct" IS 'Tiến độ / Progress [%]';
COMMENT ON COLUMN core.task."last_progress_on" IS 'Ngày cập nhật tiến độ / Last progress on';
COMMENT ON COLUMN core.task."product" IS 'Sản phẩm / Product';
COMMENT ON COLUMN core.task."responsible_person" IS 'Người phụ trách / Person responsible';
COMMENT ON COLUMN core.task."approving_authority" IS 'Cấp có thẩm quyền / Approving authority';
COMMENT ON COLUMN core.task."evidence" IS 'Văn bản, minh chứng / Evidence';
COMMENT ON COLUMN core.task."blocker" IS 'Khó khăn, vướng mắc / Obstacle';
COMMENT ON COLUMN core.task."proposal" IS 'Kiến nghị, đề xuất / Proposal';
COMMENT ON COLUMN core.task."waits_on" IS 'Đang chờ cơ quan / Who is waited on';
COMMENT ON COLUMN core.task."note" IS 'Ghi chú / Note';
COMMENT ON COLUMN core.task."status" IS 'Trạng thái (tính từ ngày) / Status derived from dates (done_on_time | done_late | open_in_time | open_overdue | no_deadline | paused | cancelled)';
COMMENT ON COLUMN core.task."is_overdue" IS 'Đang quá hạn / Open and past its deadline';
COMMENT ON COLUMN core.task."carried" IS 'Lấy từ báo cáo trước / Open, missing from the latest report, carried from an earlier one';
COMMENT ON COLUMN core.task."reported_by" IS 'Nơi gửi báo cáo / Sender';
COMMENT ON COLUMN core.task."agency_code" IS 'Mã cơ quan của số liệu / Agency that the row speaks of';
COMMENT ON COLUMN core.task."unit_code" IS 'Mã đơn vị trực thuộc / Unit under the agency, such as H01.13';
COMMENT ON COLUMN core.task."reported_on" IS 'Ngày số liệu / Reporting date: the day that the row speaks of';
COMMENT ON COLUMN core.task."delivered_at" IS 'Thời điểm nhận tệp / Known time: when the file was delivered';
COMMENT ON COLUMN core.task."submission_id" IS 'Mã lần nộp / Submission';
COMMENT ON COLUMN core.task."sheet" IS 'Trang tính / Sheet';
COMMENT ON COLUMN core.task."row_number" IS 'Dòng trong tệp / Row in the sheet, from 1';
COMMENT ON COLUMN core.task."extra" IS 'Các cột khác của tệp / Columns that no field takes, masked unless released';

-- core.dossier_report: One row is one dossier of one agency in one submission. Key: dossier_code, agency_code, submission_id.
CREATE TABLE core.dossier_report (
  "dossier_code" VARCHAR NOT NULL,
  "procedure_code" VARCHAR,
  "procedure_name" VARCHAR,
  "field" VARCHAR,
  "channel" VARCHAR,
  "service_level" VARCHAR,
  "received_at" TIMESTAMP,
  "due_at" TIMESTAMP,
  "finished_at" TIMESTAMP,
  "returned_at" TIMESTAMP,
  "status" VARCHAR,
  "handling_unit" VARCHAR,
  "digitised" BOOLEAN,
  "paid_online" BOOLEAN,
  "applicant_id" UUID,
  "reported_by" VARCHAR NOT NULL,
  "agency_code" VARCHAR NOT NULL,
  "unit_code" VARCHAR,
  "reported_on" DATE NOT NULL,
  "delivered_at" TIMESTAMP NOT NULL,
  "submission_id" VARCHAR NOT NULL,
  "sheet" VARCHAR NOT NULL,
  "row_number" BIGINT NOT NULL,
  "extra" JSON
);
COMMENT ON TABLE core.dossier_report IS 'Hồ sơ dịch vụ công: mọi dòng đã báo cáo / Dossiers: every row reported. One row is one dossier of one agency in one submission.';
COMMENT ON COLUMN core.dossier_report."dossier_code" IS 'Mã hồ sơ / Dossier code';
COMMENT ON COLUMN core.dossier_report."procedure_code" IS 'Mã thủ tục hành chính / Procedure code';
COMMENT ON COLUMN core.dossier_report."procedure_name" IS 'Tên thủ tục hành chính / Procedure';
COMMENT ON COLUMN core.dossier_report."field" IS 'Lĩnh vực / Field';
COMMENT ON COLUMN core.dossier_report."channel" IS 'Kênh nộp / Channel (online | in_person | post)';
COMMENT ON COLUMN core.dossier_report."service_level" IS 'Mức độ dịch vụ công trực tuyến / Service level (full | partial | none)';
COMMENT ON COLUMN core.dossier_report."received_at" IS 'Thời điểm tiếp nhận / Received at';
COMMENT ON COLUMN core.dossier_report."due_at" IS 'Hạn trả kết quả / Due at';
COMMENT ON COLUMN core.dossier_report."finished_at" IS 'Thời điểm xử lý xong / Finished at';
COMMENT ON COLUMN core.dossier_report."returned_at" IS 'Thời điểm trả kết quả / Returned at';
COMMENT ON COLUMN core.dossier_report."status" IS 'Trạng thái hồ sơ / Status (registered | received | not_received | processing | awaiting_supplement | awaiting_fee | withdrawn | stopped | finished | returned)';
COMMENT ON COLUMN core.dossier_report."handling_unit" IS 'Đơn vị xử lý / Handling unit';
COMMENT ON COLUMN core.dossier_report."digitised" IS 'Đã số hóa / Digitised';
COMMENT ON COLUMN core.dossier_report."paid_online" IS 'Thanh toán trực tuyến / Paid online';
COMMENT ON COLUMN core.dossier_report."applicant_id" IS 'Mã ẩn danh người nộp / Applicant''s keyed pseudonym';
COMMENT ON COLUMN core.dossier_report."reported_by" IS 'Nơi gửi báo cáo / Sender';
COMMENT ON COLUMN core.dossier_report."agency_code" IS 'Mã cơ quan của số liệu / Agency that the row speaks of';
COMMENT ON COLUMN core.dossier_report."unit_code" IS 'Mã đơn vị trực thuộc / Unit under the agency, such as H01.13';
COMMENT ON COLUMN core.dossier_report."reported_on" IS 'Ngày số liệu / Reporting date: the day that the row speaks of';
COMMENT ON COLUMN core.dossier_report."delivered_at" IS 'Thời điểm nhận tệp / Known time: when the file was delivered';
COMMENT ON COLUMN core.dossier_report."submission_id" IS 'Mã lần nộp / Submission';
COMMENT ON COLUMN core.dossier_report."sheet" IS 'Trang tính / Sheet';
COMMENT ON COLUMN core.dossier_report."row_number" IS 'Dòng trong tệp / Row in the sheet, from 1';
COMMENT ON COLUMN core.dossier_report."extra" IS 'Các cột khác của tệp / Columns that no field takes, masked unless released';

-- core.dossier: One row is one dossier of one agency, as of the latest reporting date held. Key: dossier_code, agency_code.
CREATE TABLE core.dossier (
  "dossier_code" VARCHAR NOT NULL,
  "procedure_code" VARCHAR,
  "procedure_name" VARCHAR,
  "field" VARCHAR,
  "channel" VARCHAR,
  "service_level" VARCHAR,
  "received_at" TIMESTAMP,
  "due_at" TIMESTAMP,
  "finished_at" TIMESTAMP,
  "returned_at" TIMESTAMP,
  "status" VARCHAR,
  "handling_unit" VARCHAR,
  "digitised" BOOLEAN,
  "paid_online" BOOLEAN,
  "applicant_id" UUID,
  "reported_by" VARCHAR NOT NULL,
  "agency_code" VARCHAR NOT NULL,
  "unit_code" VARCHAR,
  "reported_on" DATE NOT NULL,
  "delivered_at" TIMESTAMP NOT NULL,
  "submission_id" VARCHAR NOT NULL,
  "sheet" VARCHAR NOT NULL,
  "row_number" BIGINT NOT NULL,
  "extra" JSON
);
COMMENT ON TABLE core.dossier IS 'Hồ sơ dịch vụ công: số liệu đang có hiệu lực / Dossiers: what counts now. One row is one dossier of one agency, as of the latest reporting date held.';
COMMENT ON COLUMN core.dossier."dossier_code" IS 'Mã hồ sơ / Dossier code';
COMMENT ON COLUMN core.dossier."procedure_code" IS 'Mã thủ tục hành chính / Procedure code';
COMMENT ON COLUMN core.dossier."procedure_name" IS 'Tên thủ tục hành chính / Procedure';
COMMENT ON COLUMN core.dossier."field" IS 'Lĩnh vực / Field';
COMMENT ON COLUMN core.dossier."channel" IS 'Kênh nộp / Channel (online | in_person | post)';
COMMENT ON COLUMN core.dossier."service_level" IS 'Mức độ dịch vụ công trực tuyến / Service level (full | partial | none)';
COMMENT ON COLUMN core.dossier."received_at" IS 'Thời điểm tiếp nhận / Received at';
COMMENT ON COLUMN core.dossier."due_at" IS 'Hạn trả kết quả / Due at';
COMMENT ON COLUMN core.dossier."finished_at" IS 'Thời điểm xử lý xong / Finished at';
COMMENT ON COLUMN core.dossier."returned_at" IS 'Thời điểm trả kết quả / Returned at';
COMMENT ON COLUMN core.dossier."status" IS 'Trạng thái hồ sơ / Status (registered | received | not_received | processing | awaiting_supplement | awaiting_fee | withdrawn | stopped | finished | returned)';
COMMENT ON COLUMN core.dossier."handling_unit" IS 'Đơn vị xử lý / Handling unit';
COMMENT ON COLUMN core.dossier."digitised" IS 'Đã số hóa / Digitised';
COMMENT ON COLUMN core.dossier."paid_online" IS 'Thanh toán trực tuyến / Paid online';
COMMENT ON COLUMN core.dossier."applicant_id" IS 'Mã ẩn danh người nộp / Applicant''s keyed pseudonym';
COMMENT ON COLUMN core.dossier."reported_by" IS 'Nơi gửi báo cáo / Sender';
COMMENT ON COLUMN core.dossier."agency_code" IS 'Mã cơ quan của số liệu / Agency that the row speaks of';
COMMENT ON COLUMN core.dossier."unit_code" IS 'Mã đơn vị trực thuộc / Unit under the agency, such as H01.13';
COMMENT ON COLUMN core.dossier."reported_on" IS 'Ngày số liệu / Reporting date: the day that the row speaks of';
COMMENT ON COLUMN core.dossier."delivered_at" IS 'Thời điểm nhận tệp / Known time: when the file was delivered';
COMMENT ON COLUMN core.dossier."submission_id" IS 'Mã lần nộp / Submission';
COMMENT ON COLUMN core.dossier."sheet" IS 'Trang tính / Sheet';
COMMENT ON COLUMN core.dossier."row_number" IS 'Dòng trong tệp / Row in the sheet, from 1';
COMMENT ON COLUMN core.dossier."extra" IS 'Các cột khác của tệp / Columns that no field takes, masked unless released';

-- core.dossier_count_report: One row is one field of work (or unit) of one agency in one period in one submission. Key: period_from, period_to, section, field, unit_code, agency_code, submission_id.
CREATE TABLE core.dossier_count_report (
  "period_from" DATE,
  "period_to" DATE NOT NULL,
  "section" VARCHAR NOT NULL,
  "field" VARCHAR NOT NULL,
  "received_total" BIGINT,
  "received_online" BIGINT,
  "received_offline" BIGINT,
  "received_post" BIGINT,
  "carried_over" BIGINT,
  "done_total" BIGINT,
  "done_early" BIGINT,
  "done_on_time" BIGINT,
  "done_late" BIGINT,
  "open_total" BIGINT,
  "open_in_time" BIGINT,
  "open_overdue" BIGINT,
  "online_full" BIGINT,
  "online_partial" BIGINT,
  "digitised" BIGINT,
  "paid_online" BIGINT,
  "result_electronic" BIGINT,
  "reused" BIGINT,
  "online_full_rate_declared" DOUBLE,
  "online_rate_declared" DOUBLE,
  "on_time_rate_declared" DOUBLE,
  "note" VARCHAR,
  "reported_by" VARCHAR NOT NULL,
  "agency_code" VARCHAR NOT NULL,
  "unit_code" VARCHAR,
  "reported_on" DATE NOT NULL,
  "delivered_at" TIMESTAMP NOT NULL,
  "submission_id" VARCHAR NOT NULL,
  "sheet" VARCHAR NOT NULL,
  "row_number" BIGINT NOT NULL,
  "extra" JSON
);
COMMENT ON TABLE core.dossier_count_report IS 'Tổng hợp hồ sơ: mọi dòng đã báo cáo / Dossier counts: every row reported. One row is one field of work (or unit) of one agency in one period in one submission.';
COMMENT ON COLUMN core.dossier_count_report."period_from" IS 'Từ ngày / Period from';
COMMENT ON COLUMN core.dossier_count_report."period_to" IS 'Đến ngày / Period to';
COMMENT ON COLUMN core.dossier_count_report."section" IS 'Mục / Section';
COMMENT ON COLUMN core.dossier_count_report."field" IS 'Lĩnh vực hoặc đơn vị / Field of work or unit';
COMMENT ON COLUMN core.dossier_count_report."received_total" IS 'Tiếp nhận: tổng số / Received, carried over included [hồ sơ]';
COMMENT ON COLUMN core.dossier_count_report."received_online" IS 'Tiếp nhận trực tuyến / Received online [hồ sơ]';
COMMENT ON COLUMN core.dossier_count_report."received_offline" IS 'Tiếp nhận trực tiếp, bưu chính / Received in person or by post [hồ sơ]';
COMMENT ON COLUMN core.dossier_count_report."received_post" IS 'Tiếp nhận qua bưu chính (cột riêng) / Received by post, where a column of its own says so [hồ sơ]';
COMMENT ON COLUMN core.dossier_count_report."carried_over" IS 'Từ kỳ trước / Carried over from the period before [hồ sơ]';
COMMENT ON COLUMN core.dossier_count_report."done_total" IS 'Đã giải quyết: tổng số / Settled [hồ sơ]';
COMMENT ON COLUMN core.dossier_count_report."done_early" IS 'Giải quyết trước hạn / Settled before the deadline [hồ sơ]';
COMMENT ON COLUMN core.dossier_count_report."done_on_time" IS 'Giải quyết đúng hạn / Settled on time [hồ sơ]';
COMMENT ON COLUMN core.dossier_count_report."done_late" IS 'Giải quyết quá hạn / Settled late [hồ sơ]';
COMMENT ON COLUMN core.dossier_count_report."open_total" IS 'Đang giải quyết: tổng số / Open [hồ sơ]';
COMMENT ON COLUMN core.dossier_count_report."open_in_time" IS 'Đang giải quyết trong hạn / Open in time [hồ sơ]';
COMMENT ON COLUMN core.dossier_count_report."open_overdue" IS 'Đang giải quyết quá hạn / Open overdue [hồ sơ]';
COMMENT ON COLUMN core.dossier_count_report."online_full" IS 'Hồ sơ trực tuyến toàn trình / Settled online, full process [hồ sơ]';
COMMENT ON COLUMN core.dossier_count_report."online_partial" IS 'Hồ sơ trực tuyến một phần / Settled online, part of the process [hồ sơ]';
COMMENT ON COLUMN core.dossier_count_report."digitised" IS 'Hồ sơ số hóa / Digitised [hồ sơ]';
COMMENT ON COLUMN core.dossier_count_report."paid_online" IS 'Thanh toán trực tuyến / Paid online [hồ sơ]';
COMMENT ON COLUMN core.dossier_count_report."result_electronic" IS 'Kết quả điện tử / Electronic results [hồ sơ]';
COMMENT ON COLUMN core.dossier_count_report."reused" IS 'Khai thác, sử dụng lại dữ liệu / Data reused [hồ sơ]';
COMMENT ON COLUMN core.dossier_count_report."online_full_rate_declared" IS 'Tỷ lệ toàn trình tự báo cáo / Full-process rate as declared [%]';
COMMENT ON COLUMN core.dossier_count_report."online_rate_declared" IS 'Tỷ lệ trực tuyến tự báo cáo / Online rate as declared [%]';
COMMENT ON COLUMN core.dossier_count_report."on_time_rate_declared" IS 'Tỷ lệ đúng hạn tự báo cáo / On-time rate as declared [%]';
COMMENT ON COLUMN core.dossier_count_report."note" IS 'Ghi chú / Note';
COMMENT ON COLUMN core.dossier_count_report."reported_by" IS 'Nơi gửi báo cáo / Sender';
COMMENT ON COLUMN core.dossier_count_report."agency_code" IS 'Mã cơ quan của số liệu / Agency that the row speaks of';
COMMENT ON COLUMN core.dossier_count_report."unit_code" IS 'Mã đơn vị trực thuộc / Unit under the agency, such as H01.13';
COMMENT ON COLUMN core.dossier_count_report."reported_on" IS 'Ngày số liệu / Reporting date: the day that the row speaks of';
COMMENT ON COLUMN core.dossier_count_report."delivered_at" IS 'Thời điểm nhận tệp / Known time: when the file was delivered';
COMMENT ON COLUMN core.dossier_count_report."submission_id" IS 'Mã lần nộp / Submission';
COMMENT ON COLUMN core.dossier_count_report."sheet" IS 'Trang tính / Sheet';
COMMENT ON COLUMN core.dossier_count_report."row_number" IS 'Dòng trong tệp / Row in the sheet, from 1';
COMMENT ON COLUMN core.dossier_count_report."extra" IS 'Các cột khác của tệp / Columns that no field takes, masked unless released';

-- core.dossier_count: One row is one field of work (or unit) of one agency in one period, as of the latest reporting date held. Key: period_from, period_to, section, field, unit_code, agency_code.
CREATE TABLE core.dossier_count (
  "period_from" DATE,
  "period_to" DATE NOT NULL,
  "section" VARCHAR NOT NULL,
  "field" VARCHAR NOT NULL,
  "received_total" BIGINT,
  "received_online" BIGINT,
  "received_offline" BIGINT,
  "received_post" BIGINT,
  "carried_over" BIGINT,
  "done_total" BIGINT,
  "done_early" BIGINT,
  "done_on_time" BIGINT,
  "done_late" BIGINT,
  "open_total" BIGINT,
  "open_in_time" BIGINT,
  "open_overdue" BIGINT,
  "online_full" BIGINT,
  "online_partial" BIGINT,
  "digitised" BIGINT,
  "paid_online" BIGINT,
  "result_electronic" BIGINT,
  "reused" BIGINT,
  "online_full_rate_declared" DOUBLE,
  "online_rate_declared" DOUBLE,
  "on_time_rate_declared" DOUBLE,
  "note" VARCHAR,
  "reported_by" VARCHAR NOT NULL,
  "agency_code" VARCHAR NOT NULL,
  "unit_code" VARCHAR,
  "reported_on" DATE NOT NULL,
  "delivered_at" TIMESTAMP NOT NULL,
  "submission_id" VARCHAR NOT NULL,
  "sheet" VARCHAR NOT NULL,
  "row_number" BIGINT NOT NULL,
  "extra" JSON
);
COMMENT ON TABLE core.dossier_count IS 'Tổng hợp hồ sơ: số liệu đang có hiệu lực / Dossier counts: what counts now. One row is one field of work (or unit) of one agency in one period, as of the latest reporting date held.';
COMMENT ON COLUMN core.dossier_count."period_from" IS 'Từ ngày / Period from';
COMMENT ON COLUMN core.dossier_count."period_to" IS 'Đến ngày / Period to';
COMMENT ON COLUMN core.dossier_count."section" IS 'Mục / Section';
COMMENT ON COLUMN core.dossier_count."field" IS 'Lĩnh vực hoặc đơn vị / Field of work or unit';
COMMENT ON COLUMN core.dossier_count."received_total" IS 'Tiếp nhận: tổng số / Received, carried over included [hồ sơ]';
COMMENT ON COLUMN core.dossier_count."received_online" IS 'Tiếp nhận trực tuyến / Received online [hồ sơ]';
COMMENT ON COLUMN core.dossier_count."received_offline" IS 'Tiếp nhận trực tiếp, bưu chính / Received in person or by post [hồ sơ]';
COMMENT ON COLUMN core.dossier_count."received_post" IS 'Tiếp nhận qua bưu chính (cột riêng) / Received by post, where a column of its own says so [hồ sơ]';
COMMENT ON COLUMN core.dossier_count."carried_over" IS 'Từ kỳ trước / Carried over from the period before [hồ sơ]';
COMMENT ON COLUMN core.dossier_count."done_total" IS 'Đã giải quyết: tổng số / Settled [hồ sơ]';
COMMENT ON COLUMN core.dossier_count."done_early" IS 'Giải quyết trước hạn / Settled before the deadline [hồ sơ]';
COMMENT ON COLUMN core.dossier_count."done_on_time" IS 'Giải quyết đúng hạn / Settled on time [hồ sơ]';
COMMENT ON COLUMN core.dossier_count."done_late" IS 'Giải quyết quá hạn / Settled late [hồ sơ]';
COMMENT ON COLUMN core.dossier_count."open_total" IS 'Đang giải quyết: tổng số / Open [hồ sơ]';
COMMENT ON COLUMN core.dossier_count."open_in_time" IS 'Đang giải quyết trong hạn / Open in time [hồ sơ]';
COMMENT ON COLUMN core.dossier_count."open_overdue" IS 'Đang giải quyết quá hạn / Open overdue [hồ sơ]';
COMMENT ON COLUMN core.dossier_count."online_full" IS 'Hồ sơ trực tuyến toàn trình / Settled online, full process [hồ sơ]';
COMMENT ON COLUMN core.dossier_count."online_partial" IS 'Hồ sơ trực tuyến một phần / Settled online, part of the process [hồ sơ]';
COMMENT ON COLUMN core.dossier_count."digitised" IS 'Hồ sơ số hóa / Digitised [hồ sơ]';
COMMENT ON COLUMN core.dossier_count."paid_online" IS 'Thanh toán trực tuyến / Paid online [hồ sơ]';
COMMENT ON COLUMN core.dossier_count."result_electronic" IS 'Kết quả điện tử / Electronic results [hồ sơ]';
COMMENT ON COLUMN core.dossier_count."reused" IS 'Khai thác, sử dụng lại dữ liệu / Data reused [hồ sơ]';
COMMENT ON COLUMN core.dossier_count."online_full_rate_declared" IS 'Tỷ lệ toàn trình tự báo cáo / Full-process rate as declared [%]';
COMMENT ON COLUMN core.dossier_count."online_rate_declared" IS 'Tỷ lệ trực tuyến tự báo cáo / Online rate as declared [%]';
COMMENT ON COLUMN core.dossier_count."on_time_rate_declared" IS 'Tỷ lệ đúng hạn tự báo cáo / On-time rate as declared [%]';
COMMENT ON COLUMN core.dossier_count."note" IS 'Ghi chú / Note';
COMMENT ON COLUMN core.dossier_count."reported_by" IS 'Nơi gửi báo cáo / Sender';
COMMENT ON COLUMN core.dossier_count."agency_code" IS 'Mã cơ quan của số liệu / Agency that the row speaks of';
COMMENT ON COLUMN core.dossier_count."unit_code" IS 'Mã đơn vị trực thuộc / Unit under the agency, such as H01.13';
COMMENT ON COLUMN core.dossier_count."reported_on" IS 'Ngày số liệu / Reporting date: the day that the row speaks of';
COMMENT ON COLUMN core.dossier_count."delivered_at" IS 'Thời điểm nhận tệp / Known time: when the file was delivered';
COMMENT ON COLUMN core.dossier_count."submission_id" IS 'Mã lần nộp / Submission';
COMMENT ON COLUMN core.dossier_count."sheet" IS 'Trang tính / Sheet';
COMMENT ON COLUMN core.dossier_count."row_number" IS 'Dòng trong tệp / Row in the sheet, from 1';
COMMENT ON COLUMN core.dossier_count."extra" IS 'Các cột khác của tệp / Columns that no field takes, masked unless released';

-- core.indicator_value_report: One row is one value of one indicator at one agency in one submission. Key: indicator_code, period_from, period_to, unit_code, agency_code, submission_id.
CREATE TABLE core.indicator_value_report (
  "indicator_code" VARCHAR NOT NULL,
  "indicator_name" VARCHAR,
  "period_from" DATE,
  "period_to" DATE NOT NULL,
  "value" DOUBLE,
  "value_low" DOUBLE,
  "value_high" DOUBLE,
  "qualifier" VARCHAR,
  "value_text" VARCHAR,
  "basis" VARCHAR,
  "target" DOUBLE,
  "unit" VARCHAR,
  "achieved_pct_declared" DOUBLE,
  "assessment" VARCHAR,
  "source" VARCHAR,
  "note" VARCHAR,
  "reported_by" VARCHAR NOT NULL,
  "agency_code" VARCHAR NOT NULL,
  "unit_code" VARCHAR,
  "reported_on" DATE NOT NULL,
  "delivered_at" TIMESTAMP NOT NULL,
  "submission_id" VARCHAR NOT NULL,
  "sheet" VARCHAR NOT NULL,
  "row_number" BIGINT NOT NULL,
  "extra" JSON
);
COMMENT ON TABLE core.indicator_value_report IS 'Giá trị chỉ tiêu: mọi dòng đã báo cáo / Indicator values: every row reported. One row is one value of one indicator at one agency in one submission.';
COMMENT ON COLUMN core.indicator_value_report."indicator_code" IS 'Mã chỉ tiêu / Indicator code';
COMMENT ON COLUMN core.indicator_value_report."indicator_name" IS 'Tên chỉ tiêu (nguyên văn) / Indicator as written';
COMMENT ON COLUMN core.indicator_value_report."period_from" IS 'Từ ngày / Period from';
COMMENT ON COLUMN core.indicator_value_report."period_to" IS 'Đến ngày / Period to';
COMMENT ON COLUMN core.indicator_value_report."value" IS 'Giá trị / Value';
COMMENT ON COLUMN core.indicator_value_report."value_low" IS 'Cận dưới / Lower end of a range';
COMMENT ON COLUMN core.indicator_value_report."value_high" IS 'Cận trên / Upper end of a range';
COMMENT ON COLUMN core.indicator_value_report."qualifier" IS 'Dấu hiệu xấp xỉ / Qualifier as written: ~, >, <';
COMMENT ON COLUMN core.indicator_value_report."value_text" IS 'Giá trị (nguyên văn) / Value as written';
COMMENT ON COLUMN core.indicator_value_report."basis" IS 'Cách tính / Basis of the value';
COMMENT ON COLUMN core.indicator_value_report."target" IS 'Mục tiêu được giao / Target';
COMMENT ON COLUMN core.indicator_value_report."unit" IS 'Đơn vị tính / Unit of value and target: the register''s where what the sender states can be converted to it';
COMMENT ON COLUMN core.indicator_value_report."achieved_pct_declared" IS 'Tỷ lệ thực hiện tự báo cáo / Share achieved as declared [%]';
COMMENT ON COLUMN core.indicator_value_report."assessment" IS 'Đánh giá / Assessment';
COMMENT ON COLUMN core.indicator_value_report."source" IS 'Nguồn số liệu / Source of the figure';
COMMENT ON COLUMN core.indicator_value_report."note" IS 'Ghi chú / Note';
COMMENT ON COLUMN core.indicator_value_report."reported_by" IS 'Nơi gửi báo cáo / Sender';
COMMENT ON COLUMN core.indicator_value_report."agency_code" IS 'Mã cơ quan của số liệu / Agency that the row speaks of';
COMMENT ON COLUMN core.indicator_value_report."unit_code" IS 'Mã đơn vị trực thuộc / Unit under the agency, such as H01.13';
COMMENT ON COLUMN core.indicator_value_report."reported_on" IS 'Ngày số liệu / Reporting date: the day that the row speaks of';
COMMENT ON COLUMN core.indicator_value_report."delivered_at" IS 'Thời điểm nhận tệp / Known time: when the file was delivered';
COMMENT ON COLUMN core.indicator_value_report."submission_id" IS 'Mã lần nộp / Submission';
COMMENT ON COLUMN core.indicator_value_report."sheet" IS 'Trang tính / Sheet';
COMMENT ON COLUMN core.indicator_value_report."row_number" IS 'Dòng trong tệp / Row in the sheet, from 1';
COMMENT ON COLUMN core.indicator_value_report."extra" IS 'Các cột khác của tệp / Columns that no field takes, masked unless released';

-- core.indicator_value: One row is one value of one indicator at one agency, as of the latest reporting date held. Key: indicator_code, period_from, period_to, unit_code, agency_code.
CREATE TABLE core.indicator_value (
  "indicator_code" VARCHAR NOT NULL,
  "indicator_name" VARCHAR,
  "period_from" DATE,
  "period_to" DATE NOT NULL,
  "value" DOUBLE,
  "value_low" DOUBLE,
  "value_high" DOUBLE,
  "qualifier" VARCHAR,
  "value_text" VARCHAR,
  "basis" VARCHAR,
  "target" DOUBLE,
  "unit" VARCHAR,
  "achieved_pct_declared" DOUBLE,
  "assessment" VARCHAR,
  "source" VARCHAR,
  "note" VARCHAR,
  "reported_by" VARCHAR NOT NULL,
  "agency_code" VARCHAR NOT NULL,
  "unit_code" VARCHAR,
  "reported_on" DATE NOT NULL,
  "delivered_at" TIMESTAMP NOT NULL,
  "submission_id" VARCHAR NOT NULL,
  "sheet" VARCHAR NOT NULL,
  "row_number" BIGINT NOT NULL,
  "extra" JSON
);
COMMENT ON TABLE core.indicator_value IS 'Giá trị chỉ tiêu: số liệu đang có hiệu lực / Indicator values: what counts now. One row is one value of one indicator at one agency, as of the latest reporting date held.';
COMMENT ON COLUMN core.indicator_value."indicator_code" IS 'Mã chỉ tiêu / Indicator code';
COMMENT ON COLUMN core.indicator_value."indicator_name" IS 'Tên chỉ tiêu (nguyên văn) / Indicator as written';
COMMENT ON COLUMN core.indicator_value."period_from" IS 'Từ ngày / Period from';
COMMENT ON COLUMN core.indicator_value."period_to" IS 'Đến ngày / Period to';
COMMENT ON COLUMN core.indicator_value."value" IS 'Giá trị / Value';
COMMENT ON COLUMN core.indicator_value."value_low" IS 'Cận dưới / Lower end of a range';
COMMENT ON COLUMN core.indicator_value."value_high" IS 'Cận trên / Upper end of a range';
COMMENT ON COLUMN core.indicator_value."qualifier" IS 'Dấu hiệu xấp xỉ / Qualifier as written: ~, >, <';
COMMENT ON COLUMN core.indicator_value."value_text" IS 'Giá trị (nguyên văn) / Value as written';
COMMENT ON COLUMN core.indicator_value."basis" IS 'Cách tính / Basis of the value';
COMMENT ON COLUMN core.indicator_value."target" IS 'Mục tiêu được giao / Target';
COMMENT ON COLUMN core.indicator_value."unit" IS 'Đơn vị tính / Unit of value and target: the register''s where what the sender states can be converted to it';
COMMENT ON COLUMN core.indicator_value."achieved_pct_declared" IS 'Tỷ lệ thực hiện tự báo cáo / Share achieved as declared [%]';
COMMENT ON COLUMN core.indicator_value."assessment" IS 'Đánh giá / Assessment';
COMMENT ON COLUMN core.indicator_value."source" IS 'Nguồn số liệu / Source of the figure';
COMMENT ON COLUMN core.indicator_value."note" IS 'Ghi chú / Note';
COMMENT ON COLUMN core.indicator_value."reported_by" IS 'Nơi gửi báo cáo / Sender';
COMMENT ON COLUMN core.indicator_value."agency_code" IS 'Mã cơ quan của số liệu / Agency that the row speaks of';
COMMENT ON COLUMN core.indicator_value."unit_code" IS 'Mã đơn vị trực thuộc / Unit under the agency, such as H01.13';
COMMENT ON COLUMN core.indicator_value."reported_on" IS 'Ngày số liệu / Reporting date: the day that the row speaks of';
COMMENT ON COLUMN core.indicator_value."delivered_at" IS 'Thời điểm nhận tệp / Known time: when the file was delivered';
COMMENT ON COLUMN core.indicator_value."submission_id" IS 'Mã lần nộp / Submission';
COMMENT ON COLUMN core.indicator_value."sheet" IS 'Trang tính / Sheet';
COMMENT ON COLUMN core.indicator_value."row_number" IS 'Dòng trong tệp / Row in the sheet, from 1';
COMMENT ON COLUMN core.indicator_value."extra" IS 'Các cột khác của tệp / Columns that no field takes, masked unless released';

-- mart.headline: One row is one metric of one block on one reporting date. Key: as_of, metric, block.
CREATE TABLE mart.headline (
  "as_of" DATE NOT NULL,
  "metric" VARCHAR NOT NULL,
  "block" VARCHAR NOT NULL,
  "numerator" DOUBLE,
  "denominator" DOUBLE,
  "value" DOUBLE,
  "target" DOUBLE,
  "unit" VARCHAR NOT NULL,
  "agencies_expected" BIGINT NOT NULL,
  "agencies_reported" BIGINT NOT NULL,
  "agencies_carried" BIGINT NOT NULL,
  "agencies_missing" BIGINT NOT NULL,
  "agencies_counted" BIGINT NOT NULL,
  "coverage_pct" DOUBLE,
  "rows_loaded" BIGINT NOT NULL,
  "rows_quarantined" BIGINT NOT NULL,
  "rows_held" BIGINT NOT NULL,
  "note" VARCHAR
);
COMMENT ON TABLE mart.headline IS 'Số liệu chính / Headline figures. One row is one metric of one block on one reporting date.';
COMMENT ON COLUMN mart.headline."as_of" IS 'Tính đến ngày / As of';
COMMENT ON COLUMN mart.headline."metric" IS 'Chỉ số / Metric';
COMMENT ON COLUMN mart.headline."block" IS 'Khối / Block (national | central | provincial)';
COMMENT ON COLUMN mart.headline."numerator" IS 'Tử số / Numerator';
COMMENT ON COLUMN mart.headline."denominator" IS 'Mẫu số / Denominator';
COMMENT ON COLUMN mart.headline."value" IS 'Giá trị / Value; NULL where nothing can be said';
COMMENT ON COLUMN mart.headline."target" IS 'Mục tiêu / Target';
COMMENT ON COLUMN mart.headline."unit" IS 'Đơn vị tính / Unit';
COMMENT ON COLUMN mart.headline."agencies_expected" IS 'Số cơ quan phải gửi / Agencies expected';
COMMENT ON COLUMN mart.headline."agencies_reported" IS 'Số cơ quan gửi trong ngày / Agencies that reported for that day';
COMMENT ON COLUMN mart.headline."agencies_carried" IS 'Số cơ quan lấy số liệu cũ / Agencies carried from an earlier report';
COMMENT ON COLUMN mart.headline."agencies_missing" IS 'Số cơ quan thiếu số liệu / Agencies missing';
COMMENT ON COLUMN mart.headline."agencies_counted" IS 'Số cơ quan tính vào chỉ số / Agencies whose rows stand in the figure; one dissolved before that day counts as the one that took it over';
COMMENT ON COLUMN mart.headline."coverage_pct" IS 'Độ bao phủ / Share of the agencies expected that day whose rows stand in the figure; where nothing is due, of the agencies with data [%]';
COMMENT ON COLUMN mart.headline."rows_loaded" IS 'Số dòng tính / Rows counted';
COMMENT ON COLUMN mart.headline."rows_quarantined" IS 'Số dòng bị loại / Rows refused on that date';
COMMENT ON COLUMN mart.headline."rows_held" IS 'Số dòng chờ xác nhận / Rows held on that date';
COMMENT ON COLUMN mart.headline."note" IS 'Ghi chú / Note';

-- mart.task_progress: One row is one agency on one reporting date; a task of several agencies counts at each. Key: as_of, agency_code.
CREATE TABLE mart.task_progress (
  "as_of" DATE NOT NULL,
  "agency_code" VARCHAR NOT NULL,
  "block" VARCHAR NOT NULL,
  "total" BIGINT NOT NULL,
  "done" BIGINT NOT NULL,
  "done_on_time" BIGINT NOT NULL,
  "done_late" BIGINT NOT NULL,
  "open_in_time" BIGINT NOT NULL,
  "open_overdue" BIGINT NOT NULL,
  "submitted" BIGINT NOT NULL,
  "other" BIGINT NOT NULL,
  "carried" BIGINT NOT NULL,
  "done_pct" DOUBLE,
  "done_on_time_pct" DOUBLE,
  "done_late_pct" DOUBLE,
  "open_in_time_pct" DOUBLE,
  "open_overdue_pct" DOUBLE
);
COMMENT ON TABLE mart.task_progress IS 'Tiến độ nhiệm vụ theo cơ quan / Task progress by agency. One row is one agency on one reporting date; a task of several agencies counts at each.';
COMMENT ON COLUMN mart.task_progress."as_of" IS 'Tính đến ngày / As of';
COMMENT ON COLUMN mart.task_progress."agency_code" IS 'Mã cơ quan / Agency';
COMMENT ON COLUMN mart.task_progress."block" IS 'Khối / Block (central | provincial)';
COMMENT ON COLUMN mart.task_progress."total" IS 'Tổng số nhiệm vụ / Tasks';
COMMENT ON COLUMN mart.task_progress."done" IS 'Đã hoàn thành / Done';
COMMENT ON COLUMN mart.task_progress."done_on_time" IS 'Hoàn thành đúng hạn / Done on time';
COMMENT ON COLUMN mart.task_progress."done_late" IS 'Hoàn thành quá hạn / Done late';
COMMENT ON COLUMN mart.task_progress."open_in_time" IS 'Đang thực hiện trong hạn / Open in time';
COMMENT ON COLUMN mart.task_progress."open_overdue" IS 'Đang thực hiện quá hạn / Open overdue';
COMMENT ON COLUMN mart.task_progress."submitted" IS 'Đã trình, chưa hoàn thành / Of the open: submitted, not accepted';
COMMENT ON COLUMN mart.task_progress."other" IS 'Khác (không hạn, tạm dừng, hủy) / Without deadline, paused, cancelled';
COMMENT ON COLUMN mart.task_progress."carried" IS 'Lấy từ báo cáo trước / Of the open: carried from an earlier report';
COMMENT ON COLUMN mart.task_progress."done_pct" IS 'Tỷ lệ hoàn thành / Done in percent of total [%]';
COMMENT ON COLUMN mart.task_progress."done_on_time_pct" IS 'Tỷ lệ đúng hạn / Done on time in percent of total [%]';
COMMENT ON COLUMN mart.task_progress."done_late_pct" IS 'Tỷ lệ hoàn thành quá hạn / Done late in percent of total [%]';
COMMENT ON COLUMN mart.task_progress."open_in_time_pct" IS 'Tỷ lệ trong hạn / Open in time in percent of total [%]';
COMMENT ON COLUMN mart.task_progress."open_overdue_pct" IS 'Tỷ lệ quá hạn / Open overdue in percent of total [%]';

-- mart.dossier_rate: One row is one agency on one reporting date. Key: as_of, agency_code.
CREATE TABLE mart.dossier_rate (
  "as_of" DATE NOT NULL,
  "agency_code" VARCHAR NOT NULL,
  "block" VARCHAR NOT NULL,
  "basis" VARCHAR NOT NULL,
  "period_from" DATE,
  "period_to" DATE NOT NULL,
  "online_full" BIGINT,
  "online_full_base" BIGINT,
  "done_total" BIGINT,
  "online_full_rate" DOUBLE,
  "on_time" BIGINT,
  "on_time_base" BIGINT,
  "on_time_rate" DOUBLE,
  "received_total" BIGINT,
  "open_overdue" BIGINT,
  "rows_counted" BIGINT NOT NULL
);
COMMENT ON TABLE mart.dossier_rate IS 'Tỷ lệ hồ sơ theo cơ quan / Dossier rates by agency. One row is one agency on one reporting date.';
COMMENT ON COLUMN mart.dossier_rate."as_of" IS 'Tính đến ngày / As of';
COMMENT ON COLUMN mart.dossier_rate."agency_code" IS 'Mã cơ quan / Agency';
COMMENT ON COLUMN mart.dossier_rate."block" IS 'Khối / Block (central | provincial)';
COMMENT ON COLUMN mart.dossier_rate."basis" IS 'Nguồn / Official counts or counted dossiers (counts | dossiers)';
COMMENT ON COLUMN mart.dossier_rate."period_from" IS 'Từ ngày / Period from';
COMMENT ON COLUMN mart.dossier_rate."period_to" IS 'Đến ngày / Period to';
COMMENT ON COLUMN mart.dossier_rate."online_full" IS 'Hồ sơ toàn trình / Settled online, full process';
COMMENT ON COLUMN mart.dossier_rate."online_full_base" IS 'Mẫu số của tỷ lệ toàn trình / Settled, in rows that tell the full-process number';
COMMENT ON COLUMN mart.dossier_rate."done_total" IS 'Hồ sơ đã giải quyết / Settled';
COMMENT ON COLUMN mart.dossier_rate."online_full_rate" IS 'Tỷ lệ toàn trình / Full-process rate [%]';
COMMENT ON COLUMN mart.dossier_rate."on_time" IS 'Giải quyết trước và đúng hạn / Settled early or on time';
COMMENT ON COLUMN mart.dossier_rate."on_time_base" IS 'Mẫu số của tỷ lệ đúng hạn / Settled, in rows that tell both';
COMMENT ON COLUMN mart.dossier_rate."on_time_rate" IS 'Tỷ lệ đúng hạn / On-time rate [%]';
COMMENT ON COLUMN mart.dossier_rate."received_total" IS 'Hồ sơ tiếp nhận / Received';
COMMENT ON COLUMN mart.dossier_rate."open_overdue" IS 'Đang giải quyết quá hạn / Open overdue';
COMMENT ON COLUMN mart.dossier_rate."rows_counted" IS 'Số dòng / Rows behind the figures';

-- mart.indicator_progress: One row is one indicator at one agency on one reporting date. Key: as_of, indicator_code, agency_code.
CREATE TABLE mart.indicator_progress (
  "as_of" DATE NOT NULL,
  "indicator_code" VARCHAR NOT NULL,
  "agency_code" VARCHAR NOT NULL,
  "block" VARCHAR NOT NULL,
  "value" DOUBLE,
  "value_low" DOUBLE,
  "value_high" DOUBLE,
  "target_value" DOUBLE,
  "unit" VARCHAR,
  "achieved_pct" DOUBLE,
  "is_achieved" BOOLEAN,
  "reported_on" DATE NOT NULL
);
COMMENT ON TABLE mart.indicator_progress IS 'Tiến độ chỉ tiêu / Indicator progress. One row is one indicator at one agency on one reporting date.';
COMMENT ON COLUMN mart.indicator_progress."as_of" IS 'Tính đến ngày / As of';
COMMENT ON COLUMN mart.indicator_progress."indicator_code" IS 'Mã chỉ tiêu / Indicator';
COMMENT ON COLUMN mart.indicator_progress."agency_code" IS 'Mã cơ quan / Agency';
COMMENT ON COLUMN mart.indicator_progress."block" IS 'Khối / Block (central | provincial)';
COMMENT ON COLUMN mart.indicator_progress."value" IS 'Giá trị / Value';
COMMENT ON COLUMN mart.indicator_progress."value_low" IS 'Cận dưới / Lower end';
COMMENT ON COLUMN mart.indicator_progress."value_high" IS 'Cận trên / Upper end';
COMMENT ON COLUMN mart.indicator_progress."target_value" IS 'Mục tiêu / Target: the sender''s, else the register''s';
COMMENT ON COLUMN mart.indicator_progress."unit" IS 'Đơn vị tính / Unit';
COMMENT ON COLUMN mart.indicator_progress."achieved_pct" IS 'Tỷ lệ đạt mục tiêu / Value in percent of the target, where higher is better [%]';
COMMENT ON COLUMN mart.indicator_progress."is_achieved" IS 'Đạt / Target reached';
COMMENT ON COLUMN mart.indicator_progress."reported_on" IS 'Ngày số liệu / Reporting date';

-- mart.agency_scoreboard: One row is one expected agency on one reporting date; ranked within its block. Key: as_of, agency_code.
CREATE TABLE mart.agency_scoreboard (
  "as_of" DATE NOT NULL,
  "agency_code" VARCHAR NOT NULL,
  "block" VARCHAR NOT NULL,
  "tasks_total" BIGINT,
  "tasks_done_pct" DOUBLE,
  "tasks_open_overdue" BIGINT,
  "online_full_rate" DOUBLE,
  "datasets_reported" BIGINT NOT NULL,
  "datasets_expected" BIGINT NOT NULL,
  "rank_in_block" BIGINT
);
COMMENT ON TABLE mart.agency_scoreboard IS 'Bảng tổng hợp theo cơ quan / Scoreboard by agency. One row is one expected agency on one reporting date; ranked within its block.';
COMMENT ON COLUMN mart.agency_scoreboard."as_of" IS 'Tính đến ngày / As of';
COMMENT ON COLUMN mart.agency_scoreboard."agency_code" IS 'Mã cơ quan / Agency';
COMMENT ON COLUMN mart.agency_scoreboard."block" IS 'Khối / Block (central | provincial)';
COMMENT ON COLUMN mart.agency_scoreboard."tasks_total" IS 'Nhiệm vụ / Tasks';
COMMENT ON COLUMN mart.agency_scoreboard."tasks_done_pct" IS 'Tỷ lệ hoàn thành nhiệm vụ / Tasks done [%]';
COMMENT ON COLUMN mart.agency_scoreboard."tasks_open_overdue" IS 'Nhiệm vụ quá hạn / Tasks open overdue';
COMMENT ON COLUMN mart.agency_scoreboard."online_full_rate" IS 'Tỷ lệ toàn trình / Full-process rate [%]';
COMMENT ON COLUMN mart.agency_scoreboard."datasets_reported" IS 'Số loại báo cáo đã gửi / Datasets sent for that day';
COMMENT ON COLUMN mart.agency_scoreboard."datasets_expected" IS 'Số loại báo cáo phải gửi / Datasets expected';
COMMENT ON COLUMN mart.agency_scoreboard."rank_in_block" IS 'Thứ hạng trong khối / Rank by tasks overdue, then by full-process rate';

-- mart.submission_compliance: One row is one expected dataset of one agency on one reporting date. Key: as_of, agency_code, dataset.
CREATE TABLE mart.submission_compliance (
  "as_of" DATE NOT NULL,
  "agency_code" VARCHAR NOT NULL,
  "block" VARCHAR NOT NULL,
  "dataset" VARCHAR NOT NULL,
  "state" VARCHAR NOT NULL,
  "reported_on" DATE,
  "delivered_at" TIMESTAMP,
  "days_old" BIGINT,
  "due_on" DATE,
  "is_late" BOOLEAN
);
COMMENT ON TABLE mart.submission_compliance IS 'Tình hình gửi báo cáo / Who has sent what. One row is one expected dataset of one agency on one reporting date.';
COMMENT ON COLUMN mart.submission_compliance."as_of" IS 'Tính đến ngày / As of';
COMMENT ON COLUMN mart.submission_compliance."agency_code" IS 'Mã cơ quan / Agency';
COMMENT ON COLUMN mart.submission_compliance."block" IS 'Khối / Block (central | provincial)';
COMMENT ON COLUMN mart.submission_compliance."dataset" IS 'Loại báo cáo / Dataset';
COMMENT ON COLUMN mart.submission_compliance."state" IS 'Tình trạng / State (reported | held | carried | missing)';
COMMENT ON COLUMN mart.submission_compliance."reported_on" IS 'Ngày số liệu đang dùng / Date of the figures in use';
COMMENT ON COLUMN mart.submission_compliance."delivered_at" IS 'Thời điểm nhận lần đầu / First delivery of the figures'' date';
COMMENT ON COLUMN mart.submission_compliance."days_old" IS 'Số ngày cũ / Days since the figures in use';
COMMENT ON COLUMN mart.submission_compliance."due_on" IS 'Hạn gửi (hết ngày) / Due by the end of this day: the next one on which reports are due by the calendar';
COMMENT ON COLUMN mart.submission_compliance."is_late" IS 'Gửi muộn / First delivered after the due day; NULL where not reported';

-- mart.data_quality: One row is one dimension of one dataset of one agency on one reporting date. Key: as_of, agency_code, dataset, dimension.
CREATE TABLE mart.data_quality (
  "as_of" DATE NOT NULL,
  "agency_code" VARCHAR NOT NULL,
  "dataset" VARCHAR NOT NULL,
  "dimension" VARCHAR NOT NULL,
  "numerator" BIGINT NOT NULL,
  "denominator" BIGINT NOT NULL,
  "value" DOUBLE,
  "issues" BIGINT NOT NULL
);
COMMENT ON TABLE mart.data_quality IS 'Chất lượng dữ liệu / Data quality. One row is one dimension of one dataset of one agency on one reporting date.';
COMMENT ON COLUMN mart.data_quality."as_of" IS 'Tính đến ngày / As of';
COMMENT ON COLUMN mart.data_quality."agency_code" IS 'Mã cơ quan / Agency';
COMMENT ON COLUMN mart.data_quality."dataset" IS 'Loại báo cáo / Dataset';
COMMENT ON COLUMN mart.data_quality."dimension" IS 'Tiêu chí / Dimension (correct | sufficient | clean | alive | unified)';
COMMENT ON COLUMN mart.data_quality."numerator" IS 'Số dòng không có lỗi / Rows without a finding in this dimension';
COMMENT ON COLUMN mart.data_quality."denominator" IS 'Số dòng / Rows read as data';
COMMENT ON COLUMN mart.data_quality."value" IS 'Tỷ lệ / Share without a finding; NULL where no row was read [%]';
COMMENT ON COLUMN mart.data_quality."issues" IS 'Số lỗi, cảnh báo / Findings';

-- audit.delivery: One row is one file as received. Key: delivery_id.
CREATE TABLE audit.delivery (
  "delivery_id" VARCHAR NOT NULL,
  "file_name" VARCHAR NOT NULL,
  "path" VARCHAR NOT NULL,
  "sha256" VARCHAR NOT NULL,
  "bytes" BIGINT NOT NULL,
  "format" VARCHAR,
  "delivered_at" TIMESTAMP NOT NULL,
  "sender_code" VARCHAR,
  "sender_evidence" VARCHAR,
  "status" VARCHAR NOT NULL,
  "reason" VARCHAR
);
COMMENT ON TABLE audit.delivery IS 'Tệp đã nhận / Deliveries. One row is one file as received.';
COMMENT ON COLUMN audit.delivery."delivery_id" IS 'Mã tệp nhận / Delivery';
COMMENT ON COLUMN audit.delivery."file_name" IS 'Tên tệp / File name';
COMMENT ON COLUMN audit.delivery."path" IS 'Đường dẫn trong hộp thư / Path in the inbox';
COMMENT ON COLUMN audit.delivery."sha256" IS 'Dấu vân SHA-256 / SHA-256 of the bytes';
COMMENT ON COLUMN audit.delivery."bytes" IS 'Kích thước / Bytes';
COMMENT ON COLUMN audit.delivery."format" IS 'Định dạng / Format as found in the bytes';
COMMENT ON COLUMN audit.delivery."delivered_at" IS 'Thời điểm nhận / Delivered at';
COMMENT ON COLUMN audit.delivery."sender_code" IS 'Nơi gửi / Sender';
COMMENT ON COLUMN audit.delivery."sender_evidence" IS 'Căn cứ xác định nơi gửi / How the sender was told';
COMMENT ON COLUMN audit.delivery."status" IS 'Kết quả tiếp nhận / Status (accepted | accepted_with_issues | partially_accepted | held | rejected | duplicate | retracted)';
COMMENT ON COLUMN audit.delivery."reason" IS 'Lý do / Reason, in Vietnamese';

-- audit.table_read: One row is one table (of a wide one, one a column of figures), or one sheet passed over. rows_read = loaded + quarantined + held + skipped. Key: table_id.
CREATE TABLE audit.table_read (
  "table_id" VARCHAR NOT NULL,
  "delivery_id" VARCHAR NOT NULL,
  "sheet" VARCHAR NOT NULL,
  "cell_range" VARCHAR,
  "dataset" VARCHAR,
  "form" VARCHAR,
  "status" VARCHAR NOT NULL,
  "rows_read" BIGINT NOT NULL,
  "rows_loaded" BIGINT NOT NULL,
  "rows_quarantined" BIGINT NOT NULL,
  "rows_held" BIGINT NOT NULL,
  "rows_skipped" BIGINT NOT NULL
);
COMMENT ON TABLE audit.table_read IS 'Bảng đã đọc / Tables read. One row is one table (of a wide one, one a column of figures), or one sheet passed over. rows_read = loaded + quarantined + held + skipped.';
COMMENT ON COLUMN audit.table_read."table_id" IS 'Mã bảng / Table';
COMMENT ON COLUMN audit.table_read."delivery_id" IS 'Mã tệp nhận / Delivery';
COMMENT ON COLUMN audit.table_read."sheet" IS 'Trang tính / Sheet';
COMMENT ON COLUMN audit.table_read."cell_range" IS 'Vùng ô / Range of cells';
COMMENT ON COLUMN audit.table_read."dataset" IS 'Loại báo cáo / Dataset';
COMMENT ON COLUMN audit.table_read."form" IS 'Biểu mẫu / Form';
COMMENT ON COLUMN audit.table_read."status" IS 'Kết quả / Status (loaded | held | skipped)';
COMMENT ON COLUMN audit.table_read."rows_read" IS 'Số dòng đọc / Rows read';
COMMENT ON COLUMN audit.table_read."rows_loaded" IS 'Số dòng nạp / Rows loaded';
COMMENT ON COLUMN audit.table_read."rows_quarantined" IS 'Số dòng bị loại / Rows quarantined';
COMMENT ON COLUMN audit.table_read."rows_held" IS 'Số dòng chờ xác nhận / Rows held';
COMMENT ON COLUMN audit.table_read."rows_skipped" IS 'Số dòng bỏ qua / Rows skipped, each with its reason';

-- audit.submission: One row is what one delivery says for one dataset, one agency, one reporting date or period; table_id is the first of its tables. Key: submission_id.
CREATE TABLE audit.submission (
  "submission_id" VARCHAR NOT NULL,
  "delivery_id" VARCHAR NOT NULL,
  "table_id" VARCHAR NOT NULL,
  "series" VARCHAR NOT NULL,
  "dataset" VARCHAR NOT NULL,
  "form" VARCHAR NOT NULL,
  "reported_by" VARCHAR,
  "agency_code" VARCHAR,
  "reported_on" DATE,
  "period_from" DATE,
  "period_to" DATE,
  "date_evidence" VARCHAR,
  "delivered_at" TIMESTAMP NOT NULL,
  "is_counting" BOOLEAN NOT NULL,
  "standing" VARCHAR NOT NULL,
  "superseded_by" VARCHAR,
  "counts_from" TIMESTAMP,
  "counts_until" TIMESTAMP,
  "row_count" BIGINT NOT NULL,
  "reading" VARCHAR NOT NULL
);
COMMENT ON TABLE audit.submission IS 'Lần nộp / Submissions. One row is what one delivery says for one dataset, one agency, one reporting date or period; table_id is the first of its tables.';
COMMENT ON COLUMN audit.submission."submission_id" IS 'Mã lần nộp / Submission';
COMMENT ON COLUMN audit.submission."delivery_id" IS 'Mã tệp nhận / Delivery';
COMMENT ON COLUMN audit.submission."table_id" IS 'Mã bảng / Table';
COMMENT ON COLUMN audit.submission."series" IS 'Chuỗi báo cáo / Series: sender, agency, dataset, form, period or date';
COMMENT ON COLUMN audit.submission."dataset" IS 'Loại báo cáo / Dataset';
COMMENT ON COLUMN audit.submission."form" IS 'Biểu mẫu / Form';
COMMENT ON COLUMN audit.submission."reported_by" IS 'Nơi gửi / Sender';
COMMENT ON COLUMN audit.submission."agency_code" IS 'Cơ quan / Agency; NULL while held';
COMMENT ON COLUMN audit.submission."reported_on" IS 'Ngày số liệu / Reporting date';
COMMENT ON COLUMN audit.submission."period_from" IS 'Từ ngày / Period from';
COMMENT ON COLUMN audit.submission."period_to" IS 'Đến ngày / Period to';
COMMENT ON COLUMN audit.submission."date_evidence" IS 'Căn cứ ngày số liệu / How the date was told';
COMMENT ON COLUMN audit.submission."delivered_at" IS 'Thời điểm nhận / Delivered at';
COMMENT ON COLUMN audit.submission."is_counting" IS 'Đang có hiệu lực / Counts now';
COMMENT ON COLUMN audit.submission."standing" IS 'Tình trạng / Standing (counts | superseded | held | retracted)';
COMMENT ON COLUMN audit.submission."superseded_by" IS 'Bị thay bởi / Superseded by';
COMMENT ON COLUMN audit.submission."counts_from" IS 'Có hiệu lực từ / Counts from this known time';
COMMENT ON COLUMN audit.submission."counts_until" IS 'Có hiệu lực đến trước / Counted until before this known time';
COMMENT ON COLUMN audit.submission."row_count" IS 'Số dòng / Rows';
COMMENT ON COLUMN audit.submission."reading" IS 'Lần đọc / Reading';

-- audit.issue: One row is one finding on a cell, row, table or file.
CREATE TABLE audit.issue (
  "submission_id" VARCHAR,
  "delivery_id" VARCHAR,
  "table_id" VARCHAR,
  "code" VARCHAR NOT NULL,
  "severity" VARCHAR NOT NULL,
  "action" VARCHAR NOT NULL,
  "dimension" VARCHAR NOT NULL,
  "sheet" VARCHAR,
  "cell" VARCHAR,
  "row_number" BIGINT,
  "header" VARCHAR,
  "field" VARCHAR,
  "value" VARCHAR,
  "expected" VARCHAR,
  "message_vi" VARCHAR NOT NULL,
  "message_en" VARCHAR NOT NULL
);
COMMENT ON TABLE audit.issue IS 'Lỗi và cảnh báo / Issues. One row is one finding on a cell, row, table or file.';
COMMENT ON COLUMN audit.issue."submission_id" IS 'Mã lần nộp / Submission';
COMMENT ON COLUMN audit.issue."delivery_id" IS 'Mã tệp nhận / Delivery';
COMMENT ON COLUMN audit.issue."table_id" IS 'Mã bảng / Table';
COMMENT ON COLUMN audit.issue."code" IS 'Mã lỗi / Issue code';
COMMENT ON COLUMN audit.issue."severity" IS 'Mức độ / Severity (error | warning | info)';
COMMENT ON COLUMN audit.issue."action" IS 'Xử lý / Action (load | blank | quarantine | hold | reject)';
COMMENT ON COLUMN audit.issue."dimension" IS 'Tiêu chí / Quality dimension';
COMMENT ON COLUMN audit.issue."sheet" IS 'Trang tính / Sheet';
COMMENT ON COLUMN audit.issue."cell" IS 'Ô / Cell';
COMMENT ON COLUMN audit.issue."row_number" IS 'Dòng / Row in the sheet';
COMMENT ON COLUMN audit.issue."header" IS 'Tiêu đề cột / Header as written';
COMMENT ON COLUMN audit.issue."field" IS 'Trường / Field';
COMMENT ON COLUMN audit.issue."value" IS 'Giá trị / Value as written, masked where personal';
COMMENT ON COLUMN audit.issue."expected" IS 'Giá trị cần có / Expected value';
COMMENT ON COLUMN audit.issue."message_vi" IS 'Nội dung / Message in Vietnamese';
COMMENT ON COLUMN audit.issue."message_en" IS 'Nội dung tiếng Anh / Message in English';

-- audit.quarantine: One row is one refused row of a table, raw. Key: table_id, row_number.
CREATE TABLE audit.quarantine (
  "table_id" VARCHAR NOT NULL,
  "sheet" VARCHAR NOT NULL,
  "row_number" BIGINT NOT NULL,
  "raw" JSON NOT NULL,
  "codes" VARCHAR NOT NULL
);
COMMENT ON TABLE audit.quarantine IS 'Dòng bị loại / Quarantine: refused rows. One row is one refused row of a table, raw.';
COMMENT ON COLUMN audit.quarantine."table_id" IS 'Mã bảng / Table';
COMMENT ON COLUMN audit.quarantine."sheet" IS 'Trang tính / Sheet';
COMMENT ON COLUMN audit.quarantine."row_number" IS 'Dòng / Row in the sheet';
COMMENT ON COLUMN audit.quarantine."raw" IS 'Nội dung nguyên văn / The row as written, personal cells masked';
COMMENT ON COLUMN audit.quarantine."codes" IS 'Mã lỗi / Issue codes, separated by commas';

-- audit.skipped_row: One row is one row of a sheet that holds no record. Key: table_id, row_number.
CREATE TABLE audit.skipped_row (
  "table_id" VARCHAR NOT NULL,
  "sheet" VARCHAR NOT NULL,
  "row_number" BIGINT NOT NULL,
  "reason" VARCHAR NOT NULL
);
COMMENT ON TABLE audit.skipped_row IS 'Dòng bỏ qua / Skipped rows. One row is one row of a sheet that holds no record.';
COMMENT ON COLUMN audit.skipped_row."table_id" IS 'Mã bảng / Table';
COMMENT ON COLUMN audit.skipped_row."sheet" IS 'Trang tính / Sheet';
COMMENT ON COLUMN audit.skipped_row."row_number" IS 'Dòng / Row in the sheet';
COMMENT ON COLUMN audit.skipped_row."reason" IS 'Lý do / Reason (title | header | numbering | section | total | blank | signature | repeated_header | note | no_table)';

-- audit.column_map: One row is one column of a table and the field it was read as. Key: table_id, column.
CREATE TABLE audit.column_map (
  "table_id" VARCHAR NOT NULL,
  "column" BIGINT NOT NULL,
  "header" VARCHAR NOT NULL,
  "field" VARCHAR,
  "how" VARCHAR,
  "confidence" DOUBLE
);
COMMENT ON TABLE audit.column_map IS 'Ánh xạ cột / Column map. One row is one column of a table and the field it was read as.';
COMMENT ON COLUMN audit.column_map."table_id" IS 'Mã bảng / Table';
COMMENT ON COLUMN audit.column_map."column" IS 'Cột / Column number in the sheet, from 1';
COMMENT ON COLUMN audit.column_map."header" IS 'Tiêu đề / Header path as written';
COMMENT ON COLUMN audit.column_map."field" IS 'Trường / Field; NULL where none takes it';
COMMENT ON COLUMN audit.column_map."how" IS 'Cách xác định / How (exact | synonym | remembered | fuzzy | confirmed)';
COMMENT ON COLUMN audit.column_map."confidence" IS 'Độ tin cậy / Confidence, 0 to 1';

-- audit.build: One row is one build that this file descends from; the last is this file. Key: build.
CREATE TABLE audit.build (
  "build" VARCHAR NOT NULL,
  "made_at" TIMESTAMP NOT NULL,
  "how" VARCHAR NOT NULL,
  "based_on" VARCHAR,
  "as_of" DATE,
  "submissions_added" BIGINT NOT NULL,
  "submissions_removed" BIGINT NOT NULL,
  "schema_version" VARCHAR NOT NULL,
  "config_hash" VARCHAR NOT NULL
);
COMMENT ON TABLE audit.build IS 'Bản dựng / Builds. One row is one build that this file descends from; the last is this file.';
COMMENT ON COLUMN audit.build."build" IS 'Mã bản dựng / Build';
COMMENT ON COLUMN audit.build."made_at" IS 'Thời điểm dựng / Made at';
COMMENT ON COLUMN audit.build."how" IS 'Cách dựng / Copy and difference, or in full (copy | full)';
COMMENT ON COLUMN audit.build."based_on" IS 'Dựa trên / Build that was copied';
COMMENT ON COLUMN audit.build."as_of" IS 'Tính đến ngày / Latest reporting date held';
COMMENT ON COLUMN audit.build."submissions_added" IS 'Số lần nộp thêm / Submissions added';
COMMENT ON COLUMN audit.build."submissions_removed" IS 'Số lần nộp gỡ / Submissions removed';
COMMENT ON COLUMN audit.build."schema_version" IS 'Phiên bản lược đồ / Schema version';
COMMENT ON COLUMN audit.build."config_hash" IS 'Phiên bản danh mục / Hash of the config';

-- audit.change: One row is one core table and agency whose rows changed in this build. Key: build, table_name, agency_code.
CREATE TABLE audit.change (
  "build" VARCHAR NOT NULL,
  "table_name" VARCHAR NOT NULL,
  "agency_code" VARCHAR NOT NULL,
  "rows_before" BIGINT NOT NULL,
  "rows_after" BIGINT NOT NULL,
  "rows_added" BIGINT NOT NULL,
  "rows_removed" BIGINT NOT NULL
);
COMMENT ON TABLE audit.change IS 'Thay đổi so với bản trước / What differs from the previous build. One row is one core table and agency whose rows changed in this build.';
COMMENT ON COLUMN audit.change."build" IS 'Mã bản dựng / Build';
COMMENT ON COLUMN audit.change."table_name" IS 'Bảng / Table';
COMMENT ON COLUMN audit.change."agency_code" IS 'Cơ quan / Agency';
COMMENT ON COLUMN audit.change."rows_before" IS 'Số dòng trước / Rows before';
COMMENT ON COLUMN audit.change."rows_after" IS 'Số dòng sau / Rows after';
COMMENT ON COLUMN audit.change."rows_added" IS 'Số dòng thêm / Rows that are new or differ';
COMMENT ON COLUMN audit.change."rows_removed" IS 'Số dòng gỡ / Rows that went or differ';

-- audit.published_figure: One row is one headline figure of one published build. Key: build, published_at, as_of, metric, block.
CREATE TABLE audit.published_figure (
  "build" VARCHAR NOT NULL,
  "published_at" TIMESTAMP NOT NULL,
  "as_of" DATE NOT NULL,
  "metric" VARCHAR NOT NULL,
  "block" VARCHAR NOT NULL,
  "numerator" DOUBLE,
  "denominator" DOUBLE,
  "value" DOUBLE,
  "target" DOUBLE,
  "unit" VARCHAR NOT NULL,
  "agencies_expected" BIGINT NOT NULL,
  "agencies_reported" BIGINT NOT NULL,
  "agencies_carried" BIGINT NOT NULL,
  "agencies_missing" BIGINT NOT NULL,
  "agencies_counted" BIGINT NOT NULL,
  "coverage_pct" DOUBLE,
  "note" VARCHAR
);
COMMENT ON TABLE audit.published_figure IS 'Số liệu đã công bố / Every headline ever published, as it was said. One row is one headline figure of one published build.';
COMMENT ON COLUMN audit.published_figure."build" IS 'Mã bản dựng / Build';
COMMENT ON COLUMN audit.published_figure."published_at" IS 'Thời điểm công bố / Published at';
COMMENT ON COLUMN audit.published_figure."as_of" IS 'Tính đến ngày / As of';
COMMENT ON COLUMN audit.published_figure."metric" IS 'Chỉ số / Metric';
COMMENT ON COLUMN audit.published_figure."block" IS 'Khối / Block';
COMMENT ON COLUMN audit.published_figure."numerator" IS 'Tử số / Numerator';
COMMENT ON COLUMN audit.published_figure."denominator" IS 'Mẫu số / Denominator';
COMMENT ON COLUMN audit.published_figure."value" IS 'Giá trị / Value';
COMMENT ON COLUMN audit.published_figure."target" IS 'Mục tiêu / Target';
COMMENT ON COLUMN audit.published_figure."unit" IS 'Đơn vị tính / Unit';
COMMENT ON COLUMN audit.published_figure."agencies_expected" IS 'Số cơ quan phải gửi / Agencies expected';
COMMENT ON COLUMN audit.published_figure."agencies_reported" IS 'Số cơ quan đã gửi / Agencies that reported for that day';
COMMENT ON COLUMN audit.published_figure."agencies_carried" IS 'Số cơ quan lấy số liệu cũ / Agencies carried';
COMMENT ON COLUMN audit.published_figure."agencies_missing" IS 'Số cơ quan thiếu số liệu / Agencies missing';
COMMENT ON COLUMN audit.published_figure."agencies_counted" IS 'Số cơ quan tính vào chỉ số / Agencies counted';
COMMENT ON COLUMN audit.published_figure."coverage_pct" IS 'Độ bao phủ / Coverage';
COMMENT ON COLUMN audit.published_figure."note" IS 'Ghi chú / Note';
