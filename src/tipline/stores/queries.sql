-- The statements of the hot paths, by name. `?` marks a value; on PostgreSQL it becomes `%s`.

-- name: lock_head
SELECT size, roots FROM audit_head WHERE id = 1 FOR UPDATE;

-- name: save_head
UPDATE audit_head SET size = ?, roots = ? WHERE id = 1;

-- name: insert_entry
INSERT INTO audit_entry (number, subject, line) VALUES (?, ?, ?);

-- name: insert_report
INSERT INTO report
  (number, supplements, door, provider_id, is_test, state, urgent, facts,
   opened_at, finished_at, digest, sealed_key, sealed_body)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: insert_sighting
INSERT INTO sighting (report_id, place, kind, role, blind, port, at, display)
VALUES (?, ?, ?, ?, ?, ?, ?, ?);

-- name: insert_outbox_item
INSERT INTO outbox_item (kind, subject, state, due_at, attempts, created_at)
VALUES (?, ?, 0, ?, 0, ?);

-- name: report_to_move
SELECT state, opened_at FROM report
WHERE number = ? AND provider_id = ? AND supplements IS NULL;

-- name: move_report
UPDATE report SET state = ?, finished_at = ? WHERE number = ? AND state = 1;

-- name: overdue_reports
SELECT number FROM report WHERE state = 1 AND opened_at <= ? ORDER BY opened_at LIMIT ?;

-- name: next_number
SELECT next FROM numbers WHERE id = 1;

-- name: advance_numbers
UPDATE numbers SET next = next + ? WHERE id = 1;

-- name: provider_by_username
SELECT id, name, username, secret, is_test, disabled_at FROM provider WHERE username = ?;

-- name: all_providers
SELECT id, name, username, secret, is_test, disabled_at FROM provider ORDER BY name, id;

-- name: insert_provider
INSERT INTO provider (name, username, secret, is_test, created_at) VALUES (?, ?, ?, ?, ?);

-- name: disable_provider
UPDATE provider SET disabled_at = ? WHERE username = ? AND disabled_at IS NULL;

-- name: key_result
SELECT body, result FROM key_used WHERE provider_id = ? AND key = ? AND at > ?;

-- name: forget_key
DELETE FROM key_used WHERE provider_id = ? AND key = ?;

-- name: insert_key
INSERT INTO key_used (provider_id, key, body, result, at) VALUES (?, ?, ?, ?, ?);

-- name: forget_old_keys
DELETE FROM key_used WHERE at <= ?;

-- name: report_row
SELECT number, door, provider_id, is_test, state, urgent, facts, opened_at, finished_at,
       digest, supplements
FROM report WHERE number = ?;

-- name: sealed_report
SELECT sealed_key, sealed_body FROM report WHERE number = ?;

-- name: sealed_displays
SELECT display FROM sighting WHERE report_id = ? ORDER BY place;

-- name: supplements_of
SELECT number FROM report WHERE supplements = ? ORDER BY number;

-- name: reports_sighting
SELECT DISTINCT report_id FROM sighting WHERE blind = ? ORDER BY report_id DESC LIMIT ?;

-- name: audit_lines
SELECT number, line FROM audit_entry WHERE number >= ? ORDER BY number LIMIT ?;

-- name: audit_lines_of
SELECT number, line FROM audit_entry WHERE subject = ? ORDER BY number;

-- name: audit_head
SELECT size, roots FROM audit_head WHERE id = 1;
