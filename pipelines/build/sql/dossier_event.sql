-- One row is one measure of one agency's dossiers on one day: the number that became so that day.
WITH dossier_now AS ({{dossiers}}),
{{include:dossier_event}}
SELECT agency_code, day, measure, n FROM dossier_event WHERE n <> 0
