-- The statements of referrals, by name. `IN (*)` stands for as many values as are asked for.

-- name: last_referral
SELECT max(number) FROM referral;

-- name: insert_referral
INSERT INTO referral
  (number, case_id, agency, is_test, state, version, override, redirected_from, opened_by_id,
   opened_at, changed_at, reason)
VALUES (?, ?, ?, ?, 1, 0, ?, ?, ?, ?, ?, '');

-- name: referral_to_change
SELECT state, version, case_id, agency, is_test FROM referral WHERE number = ?;

-- name: referrals_to_agency
SELECT number FROM referral WHERE case_id = ? AND agency = ? AND state <> 7;

-- name: move_referral
UPDATE referral SET state = ?, changed_at = ? WHERE number = ?;

-- name: next_version
UPDATE referral SET state = ?, version = ?, changed_at = ? WHERE number = ?;

-- name: withdraw_referral
UPDATE referral SET state = 7, changed_at = ?, reason = ? WHERE number = ?;

-- name: keep_piece
INSERT INTO referral_piece (referral_id, version, kind, place, data) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (referral_id, version, kind, place) DO UPDATE SET data = excluded.data;

-- name: pieces_of
SELECT data FROM referral_piece
WHERE referral_id = ? AND version = ? AND kind = ? ORDER BY place;

-- name: drop_pieces_beyond
DELETE FROM referral_piece WHERE referral_id = ? AND version > ?;

-- name: drop_pieces_from
DELETE FROM referral_piece WHERE referral_id = ? AND version = ? AND kind = ? AND place >= ?;

-- name: insert_version
INSERT INTO referral_version
  (referral_id, version, released_by_id, released_at, digest, size, sealed_key, fact_groups,
   link_expires_at, link_revoked_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL);

-- name: insert_referral_report
INSERT INTO referral_report (referral_id, version, report_id) VALUES (?, ?, ?);

-- name: supplemented_in
SELECT number, supplements FROM report WHERE number IN (*);

-- name: version_digest
SELECT digest FROM referral_version WHERE referral_id = ? AND version = ?;

-- name: revoke_link
UPDATE referral_version SET link_revoked_at = ?
WHERE referral_id = ? AND version = ? AND link_revoked_at IS NULL;

-- name: insert_delivery
INSERT INTO referral_delivery
  (referral_id, version, channel, address, recipient, credential, state, urgent, attempts, tries,
   looks, trouble, created_at, since, due_at, overdue_at, settled_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, '', ?, ?, ?, ?, NULL);

-- name: due_deliveries
SELECT d.referral_id, d.version, d.state, d.attempts, d.tries, d.looks, d.channel, d.address,
       d.credential, d.since, r.is_test, r.version, r.state
FROM referral_delivery d JOIN referral r ON r.number = d.referral_id
WHERE d.state <= 3 AND d.urgent = ? AND d.due_at <= ? AND d.channel IN (?, ?, ?)
ORDER BY d.due_at LIMIT ?;

-- name: take_delivery
UPDATE referral_delivery
SET state = 2, attempts = attempts + 1, tries = tries + 1, due_at = ?
WHERE referral_id = ? AND version = ?;

-- name: delivery_to_change
SELECT d.state, d.attempts, d.looks, d.urgent, d.overdue_at, r.version, r.state, v.digest
FROM referral_delivery d
JOIN referral r ON r.number = d.referral_id
JOIN referral_version v ON v.referral_id = d.referral_id AND v.version = d.version
WHERE d.referral_id = ? AND d.version = ?;

-- name: settle_delivery
UPDATE referral_delivery
SET state = ?, looks = ?, trouble = ?, due_at = ?, overdue_at = ?, settled_at = ?
WHERE referral_id = ? AND version = ?;

-- name: try_again
UPDATE referral_delivery
SET state = 1, tries = 0, looks = 0, trouble = '', since = ?, due_at = ?, overdue_at = ?,
    settled_at = NULL
WHERE referral_id = ? AND version = ?;

-- name: move_delivery
UPDATE referral_delivery SET state = ?, settled_at = ? WHERE referral_id = ? AND version = ?;

-- name: stop_deliveries
UPDATE referral_delivery SET state = 9, settled_at = ?
WHERE referral_id = ? AND version <= ? AND state IN (1, 3, 4, 5, 6);

-- name: stop_unsent
UPDATE referral_delivery SET state = 9, settled_at = ?
WHERE referral_id = ? AND state IN (1, 5, 6);

-- name: park_unsure
UPDATE referral_delivery SET state = 4, overdue_at = ?, settled_at = ?
WHERE referral_id = ? AND state = 3;

-- name: last_answer
SELECT max(number) FROM referral_answer;

-- name: same_answer
SELECT number FROM referral_answer WHERE referral_id = ? AND version = ? AND same = ?;

-- name: count_answers
SELECT count(*) FROM referral_answer WHERE referral_id = ?;

-- name: link_of_version
SELECT link_expires_at, link_revoked_at FROM referral_version
WHERE referral_id = ? AND version = ?;

-- name: insert_answer
INSERT INTO referral_answer
  (number, referral_id, version, kind, reason, outcome, redirected_to, note_key, note_body, same,
   at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- What is read.

-- name: referral_row
SELECT number, case_id, agency, is_test, state, version, override, redirected_from, opened_by_id,
       opened_at, changed_at, reason
FROM referral WHERE number = ?;

-- name: referrals_of_case
SELECT number, case_id, agency, is_test, state, version, override, redirected_from, opened_by_id,
       opened_at, changed_at, reason
FROM referral WHERE case_id = ? ORDER BY number DESC LIMIT ?;

-- name: referrals_before
SELECT number, case_id, agency, is_test, state, version, override, redirected_from, opened_by_id,
       opened_at, changed_at, reason
FROM referral WHERE number < ? ORDER BY number DESC LIMIT ?;

-- name: versions_of
SELECT v.referral_id, v.version, v.released_by_id, v.released_at, v.digest, v.size, v.fact_groups,
       v.link_expires_at, v.link_revoked_at,
       d.referral_id, d.version, r.agency, r.case_id, d.channel, d.address, d.recipient, d.state,
       d.urgent, d.attempts, d.trouble, d.created_at, d.due_at, d.overdue_at, d.settled_at
FROM referral_version v
JOIN referral_delivery d ON d.referral_id = v.referral_id AND d.version = v.version
JOIN referral r ON r.number = v.referral_id
WHERE v.referral_id = ? AND v.version >= ? AND v.version <= ?
ORDER BY v.version DESC;

-- name: reports_in_version
SELECT report_id FROM referral_report WHERE referral_id = ? AND version = ? ORDER BY report_id;

-- name: sealed_key_of
SELECT sealed_key FROM referral_version WHERE referral_id = ? AND version = ?;

-- name: open_deliveries
SELECT d.referral_id, d.version, r.agency, r.case_id, d.channel, d.address, d.recipient, d.state,
       d.urgent, d.attempts, d.trouble, d.created_at, d.due_at, d.overdue_at, d.settled_at
FROM referral_delivery d JOIN referral r ON r.number = d.referral_id
WHERE d.state <= 6 AND (d.overdue_at, d.referral_id) > (?, ?)
ORDER BY d.overdue_at, d.referral_id LIMIT ?;

-- name: stuck_deliveries
SELECT d.referral_id, d.version, r.agency, r.case_id, d.channel, d.address, d.recipient, d.state,
       d.urgent, d.attempts, d.trouble, d.created_at, d.due_at, d.overdue_at, d.settled_at
FROM referral_delivery d JOIN referral r ON r.number = d.referral_id
WHERE d.state IN (4, 5) AND (d.overdue_at, d.referral_id) > (?, ?)
ORDER BY d.overdue_at, d.referral_id LIMIT ?;

-- name: overdue_deliveries
SELECT count(*) FROM referral_delivery WHERE state <= 6 AND overdue_at <= ?;

-- name: waiting_deliveries
SELECT channel, count(*) FROM referral_delivery WHERE state <= 3 GROUP BY channel;

-- name: answers_of
SELECT a.number, a.referral_id, a.version, r.agency, a.kind, a.reason, a.outcome, a.redirected_to,
       a.note_key, a.note_body, a.at
FROM referral_answer a JOIN referral r ON r.number = a.referral_id
WHERE a.referral_id = ? ORDER BY a.number;

-- name: answers_before
SELECT a.number, a.referral_id, a.version, r.agency, a.kind, a.reason, a.outcome, a.redirected_to,
       a.note_key, a.note_body, a.at
FROM referral_answer a JOIN referral r ON r.number = a.referral_id
WHERE a.number < ? ORDER BY a.number DESC LIMIT ?;

-- name: referrals_with_report
SELECT DISTINCT referral_id FROM referral_report WHERE report_id = ? ORDER BY referral_id;

-- name: state_of_referral
SELECT state FROM referral WHERE number = ?;

-- name: has_left
SELECT 1 FROM referral_delivery d
JOIN referral_report p ON p.referral_id = d.referral_id AND p.version = d.version
WHERE d.referral_id = ? AND p.report_id = ? AND d.state IN (7, 8) LIMIT 1;

-- name: last_answer_about
SELECT a.outcome FROM referral_answer a
JOIN referral_report p ON p.referral_id = a.referral_id AND p.version = a.version
WHERE a.referral_id = ? AND a.kind = ? AND p.report_id = ?
ORDER BY a.number DESC LIMIT 1;

-- name: last_answer_of_kind
SELECT outcome FROM referral_answer WHERE referral_id = ? AND kind = ?
ORDER BY number DESC LIMIT 1;
