-- The statements of the hot paths, by name. `?` marks a value; on PostgreSQL it becomes `%s`.

-- name: lock_head
SELECT size, roots FROM audit_head WHERE id = 1 FOR UPDATE;

-- name: save_head
UPDATE audit_head SET size = ?, roots = ? WHERE id = 1;

-- name: insert_entry
INSERT INTO audit_entry (number, subject, line) VALUES (?, ?, ?);

-- name: insert_report
INSERT INTO report
  (number, supplements, door, provider_id, is_test, state, urgent, facts, marks,
   opened_at, finished_at, digest, sealed_key, sealed_body)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: insert_sighting
INSERT INTO sighting (report_id, place, kind, role, at, display) VALUES (?, ?, ?, ?, ?, ?);

-- name: insert_outbox_item
INSERT INTO outbox_item (kind, subject, state, due_at, attempts, created_at)
VALUES (?, ?, 0, ?, 0, ?);

-- name: imported_as
SELECT report FROM imported WHERE key = ?;

-- name: insert_imported
INSERT INTO imported (key, report) VALUES (?, ?);

-- name: due_items
SELECT id, subject, attempts, created_at FROM outbox_item
WHERE state = 0 AND due_at <= ? ORDER BY due_at, id LIMIT ?;

-- name: take_item
UPDATE outbox_item SET attempts = attempts + 1, due_at = ? WHERE id = ?;

-- name: put_item_off
UPDATE outbox_item SET due_at = ? WHERE id = ?;

-- name: settle_item
UPDATE outbox_item SET state = ?, due_at = ? WHERE id = ? AND state = 0;

-- name: item_subject
SELECT subject FROM outbox_item WHERE id = ?;

-- name: waiting_items
SELECT count(*) FROM outbox_item WHERE state = 0;

-- name: stuck_items
SELECT
  (SELECT count(*) FROM outbox_item WHERE state = 0 AND attempts >= ?)
  + (SELECT count(*) FROM outbox_item WHERE state = 2 AND due_at > ?);

-- name: count_tests
SELECT count(*) FROM report WHERE is_test AND supplements IS NULL;

-- name: refusals_of
SELECT since, times FROM log_in_refusal WHERE account = ?;

-- name: count_refusal
INSERT INTO log_in_refusal (account, since, times) VALUES (?, ?, ?)
ON CONFLICT (account) DO UPDATE SET since = excluded.since, times = excluded.times;

-- name: report_to_move
SELECT state, opened_at FROM report
WHERE number = ? AND provider_id = ? AND supplements IS NULL;

-- name: move_report
UPDATE report SET state = ?, finished_at = ? WHERE number = ? AND state = 1;

-- name: overdue_reports
SELECT number FROM report WHERE state = 1 AND opened_at <= ? ORDER BY opened_at LIMIT ?;

-- name: next_number
SELECT next FROM numbers WHERE id = 1;

-- name: beat
INSERT INTO heartbeat (id, at) VALUES (1, ?)
ON CONFLICT (id) DO UPDATE SET at = excluded.at;

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

-- name: save_key
INSERT INTO key_used (provider_id, key, body, result, at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (provider_id, key) DO UPDATE
SET body = excluded.body, result = excluded.result, at = excluded.at;

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

-- name: audit_lines
SELECT number, line FROM audit_entry WHERE number >= ? ORDER BY number LIMIT ?;

-- name: audit_reach
SELECT size, (SELECT max(number) FROM audit_entry) FROM audit_head WHERE id = 1;

-- name: audit_subjects
SELECT number, subject, line FROM audit_entry WHERE number >= ? ORDER BY number LIMIT ?;

-- name: audit_lines_of
SELECT number, line FROM audit_entry WHERE subject = ? ORDER BY number;

-- name: audit_head
SELECT size, roots FROM audit_head WHERE id = 1;

-- The desk.

-- name: insert_item
INSERT INTO desk_item (report_id, shelf, rank, at, queued_at, reason) VALUES (?, ?, ?, ?, ?, ?);

-- name: item_to_move
SELECT shelf, rank, at, queued_at, holder_id, lease_until, reason
FROM desk_item WHERE report_id = ?;

-- name: move_item
UPDATE desk_item SET shelf = ?, rank = ?, at = ?, holder_id = ?, lease_until = ?, reason = ?
WHERE report_id = ?;

-- name: count_item
INSERT INTO desk_count (shelf, rank, n) VALUES (?, ?, ?)
ON CONFLICT (shelf, rank) DO UPDATE SET n = desk_count.n + excluded.n;

-- name: urgency_of
SELECT is_test, urgent FROM report WHERE number = ? OR supplements = ?;

-- name: desk_counts
SELECT shelf, rank, n FROM desk_count;

-- name: held_count
SELECT count(*) FROM desk_item WHERE holder_id = ?;

-- name: shelf_page
SELECT i.report_id, i.shelf, i.rank, i.at, i.queued_at, i.holder_id, i.lease_until, i.reason,
       r.door, r.facts, r.marks, p.name
FROM desk_item i JOIN report r ON r.number = i.report_id
LEFT JOIN provider p ON p.id = r.provider_id
WHERE i.shelf = ? AND i.rank = ? AND (i.at, i.report_id) > (?, ?)
ORDER BY i.at, i.report_id LIMIT ?;

-- name: shelf_page_back
SELECT i.report_id, i.shelf, i.rank, i.at, i.queued_at, i.holder_id, i.lease_until, i.reason,
       r.door, r.facts, r.marks, p.name
FROM desk_item i JOIN report r ON r.number = i.report_id
LEFT JOIN provider p ON p.id = r.provider_id
WHERE i.shelf = ? AND i.rank = ? AND (i.at, i.report_id) < (?, ?)
ORDER BY i.at DESC, i.report_id DESC LIMIT ?;

-- name: held_page
SELECT i.report_id, i.shelf, i.rank, i.at, i.queued_at, i.holder_id, i.lease_until, i.reason,
       r.door, r.facts, r.marks, p.name
FROM desk_item i JOIN report r ON r.number = i.report_id
LEFT JOIN provider p ON p.id = r.provider_id
WHERE i.holder_id = ? AND i.rank = ? AND (i.at, i.report_id) > (?, ?)
ORDER BY i.at, i.report_id LIMIT ?;

-- name: desk_item
SELECT i.report_id, i.shelf, i.rank, i.at, i.queued_at, i.holder_id, i.lease_until, i.reason,
       r.door, r.facts, r.marks, p.name
FROM desk_item i JOIN report r ON r.number = i.report_id
LEFT JOIN provider p ON p.id = r.provider_id
WHERE i.report_id = ?;

-- name: desk_items_in
SELECT i.report_id, i.shelf, i.rank, i.at, i.queued_at, i.holder_id, i.lease_until, i.reason,
       r.door, r.facts, r.marks, p.name
FROM desk_item i JOIN report r ON r.number = i.report_id
LEFT JOIN provider p ON p.id = r.provider_id
WHERE i.report_id IN (*);

-- name: history_of
SELECT line FROM audit_entry WHERE subject = ? ORDER BY number DESC LIMIT ?;

-- name: insert_user
INSERT INTO desk_user (name, role, password, must_change, factor, created_at)
VALUES (?, ?, ?, ?, ?, ?);

-- name: user_by_name
SELECT id, name, role, password, must_change, factor, last_step, disabled_at
FROM desk_user WHERE name = ?;

-- name: user_by_id
SELECT id, name, role, password, must_change, factor, last_step, disabled_at
FROM desk_user WHERE id = ?;

-- name: all_users
SELECT id, name, role, password, must_change, factor, last_step, disabled_at
FROM desk_user ORDER BY name;

-- name: disable_user
UPDATE desk_user SET disabled_at = ? WHERE id = ? AND disabled_at IS NULL;

-- name: give_back_all
UPDATE desk_item SET holder_id = NULL, lease_until = NULL WHERE holder_id = ?;

-- name: replace_factor
UPDATE desk_user SET factor = ?, last_step = NULL WHERE id = ?;

-- name: replace_password
UPDATE desk_user SET password = ?, must_change = ? WHERE id = ?;

-- name: spend_step
UPDATE desk_user SET last_step = ?
WHERE id = ? AND disabled_at IS NULL AND (last_step IS NULL OR last_step < ?);

-- name: insert_session
INSERT INTO desk_session (token, user_id, opened_at, seen_at) VALUES (?, ?, ?, ?);

-- name: touch_session
UPDATE desk_session SET seen_at = ? WHERE token = ?;

-- name: session_by_token
SELECT u.id, u.name, u.role, u.password, u.must_change, u.factor, u.last_step, u.disabled_at,
       s.opened_at, s.seen_at
FROM desk_session s JOIN desk_user u ON u.id = s.user_id WHERE s.token = ?;

-- name: end_session
DELETE FROM desk_session WHERE token = ?;

-- name: end_other_sessions
DELETE FROM desk_session WHERE user_id = ? AND token <> ?;

-- name: forget_sessions
DELETE FROM desk_session WHERE opened_at <= ? OR seen_at <= ?;

-- The public door.

-- name: draft_by_id
SELECT revision, sealed, expires_at FROM draft WHERE id = ?;

-- name: insert_draft
INSERT INTO draft (id, revision, sealed, leaving, expires_at) VALUES (?, 1, ?, ?, ?)
ON CONFLICT (id) DO NOTHING;

-- name: replace_draft
UPDATE draft SET revision = revision + 1, sealed = ?, leaving = ?, expires_at = ?
WHERE id = ? AND revision = ? AND expires_at > ?;

-- name: draft_expiry
SELECT expires_at, revision FROM draft WHERE id = ?;

-- name: erase_draft
DELETE FROM draft WHERE id = ?;

-- name: expired_drafts
SELECT id, leaving FROM draft WHERE expires_at <= ? ORDER BY expires_at LIMIT ?;

-- name: receipt_of
SELECT opened_at, digest, supplements FROM report WHERE number = ?;

-- name: insert_thread
INSERT INTO thread (id, report_id, public_key, opened_at, expires_at) VALUES (?, ?, ?, ?, ?);

-- name: thread_to_change
SELECT report_id, expires_at, stopped_at FROM thread WHERE id = ?;

-- name: thread_to_ask
SELECT t.id, t.expires_at, t.stopped_at
FROM thread t JOIN desk_item i ON i.report_id = t.report_id WHERE t.report_id = ?;

-- name: thread_by_id
SELECT t.id, t.report_id, t.public_key, t.opened_at, t.expires_at, t.stopped_at,
       i.shelf, i.holder_id, i.reason
FROM thread t LEFT JOIN desk_item i ON i.report_id = t.report_id WHERE t.id = ?;

-- name: thread_by_report
SELECT t.id, t.report_id, t.public_key, t.opened_at, t.expires_at, t.stopped_at,
       i.shelf, i.holder_id, i.reason
FROM thread t LEFT JOIN desk_item i ON i.report_id = t.report_id WHERE t.report_id = ?;

-- name: stop_thread
UPDATE thread SET stopped_at = ? WHERE id = ?;

-- name: ended_threads
SELECT id FROM thread WHERE expires_at <= ? ORDER BY expires_at LIMIT ?;

-- name: keep_questions
UPDATE message SET thread_id = NULL, reporter_key = NULL, reporter_body = NULL
WHERE thread_id = ? AND author = 'desk';

-- name: forget_messages
DELETE FROM message WHERE thread_id = ?;

-- name: forget_thread
DELETE FROM thread WHERE id = ?;

-- name: insert_message
INSERT INTO message
  (number, report_id, thread_id, author, at, reporter_key, reporter_body, desk_key, desk_body,
   same, withdrawn)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: same_message
SELECT number FROM message WHERE thread_id = ? AND same = ?;

-- name: count_added
SELECT count(*) FROM message WHERE thread_id = ? AND author = 'reporter';

-- name: questions_of
SELECT number, at, desk_key, desk_body, answered_at, withdrawn
FROM message WHERE report_id = ? AND author = 'desk' ORDER BY at, number;

-- name: messages_of
SELECT number, author, at, reporter_key, reporter_body, desk_key, desk_body, answered_at, withdrawn
FROM message WHERE thread_id = ? ORDER BY at, number;

-- name: open_question
SELECT number FROM message
WHERE thread_id = ? AND author = 'desk' AND answered_at IS NULL AND NOT withdrawn;

-- name: answer_question
UPDATE message SET answered_at = ?
WHERE thread_id = ? AND number = ? AND author = 'desk' AND answered_at IS NULL AND NOT withdrawn;

-- name: withdraw_question
UPDATE message SET withdrawn = TRUE
WHERE thread_id = ? AND author = 'desk' AND answered_at IS NULL AND NOT withdrawn;

-- name: insert_contact
INSERT INTO reporter_contact (report_id, key, body) VALUES (?, ?, ?);

-- name: contact_of
SELECT key, body, stopped_at FROM reporter_contact WHERE report_id = ?;

-- name: stop_contact
UPDATE reporter_contact SET stopped_at = ? WHERE report_id = ?;

-- name: insert_contact_request
INSERT INTO contact_request (report_id, user_id, reason, asked_at) VALUES (?, ?, ?, ?);

-- name: contact_request_to_decide
SELECT report_id, user_id, decided_at FROM contact_request WHERE id = ?;

-- name: decide_contact
UPDATE contact_request SET decided_by_id = ?, decided_at = ?, approved = ? WHERE id = ?;

-- name: contact_requests_of
SELECT id, report_id, user_id, reason, asked_at, decided_by_id, decided_at, approved
FROM contact_request WHERE report_id = ? ORDER BY asked_at DESC, id DESC;

-- name: contact_requests_waiting
SELECT id, report_id, user_id, reason, asked_at, decided_by_id, decided_at, approved
FROM contact_request WHERE decided_at IS NULL ORDER BY asked_at, id LIMIT ?;

-- name: contact_request_by
SELECT id FROM contact_request WHERE report_id = ? AND user_id = ? AND decided_at IS NULL;

-- name: contact_approval
SELECT id FROM contact_request
WHERE report_id = ? AND user_id = ? AND approved AND decided_at > ?;
