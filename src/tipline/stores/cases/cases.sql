-- The statements of cases, by name. `IN (*)` stands for as many values as are asked for.

-- name: last_case
SELECT max(number) FROM case_file;

-- name: insert_case
INSERT INTO case_file (number, state, is_test, owner_id, opened_at, reason)
VALUES (?, 1, ?, ?, ?, '');

-- name: case_to_change
SELECT state, is_test, owner_id FROM case_file WHERE number = ?;

-- name: move_case
UPDATE case_file SET state = ?, closed_at = ?, reason = ? WHERE number = ?;

-- name: give_case
UPDATE case_file SET owner_id = ? WHERE number = ?;

-- name: give_back_cases
UPDATE case_file SET owner_id = NULL WHERE owner_id = ? AND state = 1;

-- name: user_to_own
SELECT disabled_at FROM desk_user WHERE id = ?;

-- name: file_report
INSERT INTO case_report (case_id, report_id, added_at, removed_at) VALUES (?, ?, ?, NULL)
ON CONFLICT (case_id, report_id) DO UPDATE
SET added_at = excluded.added_at, removed_at = NULL;

-- name: take_out_report
UPDATE case_report SET removed_at = ? WHERE case_id = ? AND report_id = ?;

-- name: filed_in
SELECT report_id, removed_at FROM case_report WHERE case_id = ?;

-- name: shelves_of
SELECT report_id, shelf FROM desk_item WHERE report_id IN (*);

-- What is read.

-- name: case_row
SELECT c.number, c.state, c.is_test, c.owner_id, c.opened_at, c.closed_at, c.reason,
       (SELECT count(*) FROM case_report f WHERE f.case_id = c.number AND f.removed_at IS NULL)
FROM case_file c WHERE c.number = ?;

-- name: cases_by_state
SELECT c.number, c.state, c.is_test, c.owner_id, c.opened_at, c.closed_at, c.reason,
       (SELECT count(*) FROM case_report f WHERE f.case_id = c.number AND f.removed_at IS NULL)
FROM case_file c WHERE c.state = ? AND c.number < ? ORDER BY c.number DESC LIMIT ?;

-- name: cases_by_owner
SELECT c.number, c.state, c.is_test, c.owner_id, c.opened_at, c.closed_at, c.reason,
       (SELECT count(*) FROM case_report f WHERE f.case_id = c.number AND f.removed_at IS NULL)
FROM case_file c
WHERE c.state = 1 AND c.owner_id = ? AND c.number < ? ORDER BY c.number DESC LIMIT ?;

-- name: filed_reports
SELECT report_id, added_at, removed_at FROM case_report
WHERE case_id = ? ORDER BY report_id LIMIT ?;

-- name: cases_with
SELECT report_id, case_id FROM case_report WHERE report_id IN (*) AND removed_at IS NULL;
