-- The statements of linking, by name. `IN (*)` stands for as many values as are asked for.

-- name: identifiers_by_blind
SELECT id, blind, side, kind, grade, n, state, anchor FROM identifier WHERE blind IN (*);

-- name: last_identifier
SELECT max(id) FROM identifier;

-- name: insert_identifier
INSERT INTO identifier (id, blind, side, kind, grade, n, state, anchor, epoch)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: save_identifier
UPDATE identifier SET n = ?, state = ?, anchor = ?, grade = ? WHERE id = ?;

-- name: identifiers_by_number
SELECT id, blind, side, kind, grade, n, state, anchor FROM identifier WHERE id IN (*);

-- name: insert_edge
INSERT INTO edge (identifier, at, report, port, role, source, place)
VALUES (?, ?, ?, ?, ?, ?, ?);

-- name: add_edge
INSERT INTO edge (identifier, at, report, port, role, source, place)
VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING;

-- name: identifiers_of_report
SELECT identifier FROM edge WHERE report = ?;

-- name: joining_edges
SELECT e.report, i.id, i.blind, i.side, i.kind, i.grade, i.n, i.state, i.anchor
FROM edge e JOIN identifier i ON i.id = e.identifier
WHERE e.report IN (*) AND i.grade >= 4 AND i.state = 0;

-- name: identifiers_in_report
SELECT i.id, i.blind, i.side, i.kind, i.grade, i.n, i.state, i.anchor
FROM edge e JOIN identifier i ON i.id = e.identifier WHERE e.report = ?;

-- name: forget_edges
DELETE FROM edge WHERE report = ?;

-- name: reports_having
SELECT report FROM edge WHERE report IN (*) AND identifier = ? AND at = 0;

-- name: joined_reports
SELECT report FROM edge WHERE identifier = ? AND at = 0 AND report > ? ORDER BY report LIMIT ?;

-- name: branches
WITH RECURSIVE up (report, parent, size, first) AS (
  SELECT report, parent, size, first FROM cluster WHERE report IN (*)
  UNION
  SELECT c.report, c.parent, c.size, c.first FROM cluster c JOIN up ON c.report = up.parent
)
SELECT report, parent, size, first FROM up;

-- name: insert_cluster
INSERT INTO cluster (report, parent, size, first) VALUES (?, ?, ?, ?);

-- name: save_cluster
UPDATE cluster SET parent = ?, size = ?, first = ? WHERE report = ?;

-- name: forget_cluster
DELETE FROM cluster WHERE report IN (*);

-- name: children
SELECT report FROM cluster WHERE parent = ? LIMIT ?;

-- name: waiting_clusters
SELECT number FROM relinking WHERE what = 1 LIMIT ?;

-- name: waiting_among
SELECT number FROM relinking WHERE what = 1 AND number IN (*);

-- name: waiting
SELECT what, number, after FROM relinking ORDER BY since, what, number LIMIT 1;

-- name: put_in_line
INSERT INTO relinking (what, number, after, since) VALUES (?, ?, ?, ?)
ON CONFLICT (what, number) DO UPDATE SET after = excluded.after;

-- name: advance_line
UPDATE relinking SET after = ?, since = ? WHERE what = ? AND number = ?;

-- name: leave_line
DELETE FROM relinking WHERE what = ? AND number = ?;

-- name: apart_of_reports
SELECT identifier, report, part FROM apart WHERE report IN (*) AND part <> 0;

-- name: apart_of_identifier
SELECT report, part FROM apart WHERE identifier = ? AND part <> 0;

-- name: approved_among
SELECT identifier FROM apart WHERE identifier IN (*) AND state = 3 LIMIT 1;

-- name: apart_state
SELECT state FROM apart WHERE identifier = ? AND report = ?;

-- name: held_with
SELECT identifier, report FROM apart
WHERE state = 1 AND (report = ? OR identifier = ?) LIMIT 1000;

-- name: first_of_part
SELECT min(report) FROM apart WHERE identifier = ? AND part = ?;

-- name: others_of_part
SELECT report FROM apart WHERE identifier = ? AND part = ? AND report <> ?;

-- name: last_part
SELECT max(part) FROM apart WHERE identifier IN (*);

-- name: set_apart
INSERT INTO apart (identifier, report, part, state, reason, by, at) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (identifier, report) DO UPDATE
SET part = excluded.part, state = excluded.state, reason = excluded.reason,
    by = excluded.by, at = excluded.at;

-- name: undo_apart
DELETE FROM apart WHERE identifier = ? AND report = ?;

-- name: forget_apart
DELETE FROM apart WHERE report = ?;

-- name: joined_by_word
SELECT v.one, v.other FROM verdict v
WHERE v.state IN (1, 2) AND v.one IN (*)
  AND NOT EXISTS (
    SELECT 1 FROM verdict r WHERE r.one = v.one AND r.other = v.other AND r.state = 3);

-- name: joined_by_word_back
SELECT v.one, v.other FROM verdict v
WHERE v.state IN (1, 2) AND v.other IN (*)
  AND NOT EXISTS (
    SELECT 1 FROM verdict r WHERE r.one = v.one AND r.other = v.other AND r.state = 3);

-- name: verdicts_between
SELECT state FROM verdict WHERE one = ? AND other = ? ORDER BY state;

-- name: save_name
INSERT INTO verdict (one, other, said, state, reason, by, at) VALUES (?, ?, 1, ?, '', NULL, ?)
ON CONFLICT DO NOTHING;

-- name: count_names
SELECT count(*) FROM (
  SELECT 1 FROM verdict WHERE said = 1 AND (one = ? OR other = ?) LIMIT ?) AS few;

-- name: count_edges
SELECT report, count(*) FROM edge WHERE report IN (*) GROUP BY report;

-- name: save_verdict
INSERT INTO verdict (one, other, said, state, reason, by, at) VALUES (?, ?, 2, ?, ?, ?, ?)
ON CONFLICT (one, other, said) DO UPDATE
SET state = excluded.state, reason = excluded.reason, by = excluded.by, at = excluded.at;

-- name: undo_verdict
DELETE FROM verdict WHERE one = ? AND other = ? AND said = 2;

-- name: forget_verdicts
DELETE FROM verdict WHERE one = ? OR other = ?;

-- name: save_stop
INSERT INTO stop (identifier, reason, by, at, key, body) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (identifier) DO NOTHING;

-- name: undo_stop
DELETE FROM stop WHERE identifier = ?;

-- name: link_rules
SELECT rules FROM link_rules WHERE id = 1;

-- name: save_link_rules
INSERT INTO link_rules (id, rules) VALUES (1, ?)
ON CONFLICT (id) DO UPDATE SET rules = excluded.rules;

-- name: report_to_join
SELECT state, is_test, provider_id FROM report WHERE number = ? AND supplements IS NULL;

-- name: reports_named
SELECT number, provider_id, is_test FROM report
WHERE supplements IS NULL AND state IN (1, 2) AND number IN (*);

-- name: identifiers_after
SELECT id, blind, side, kind, grade, n, state, anchor
FROM identifier WHERE id > ? ORDER BY id LIMIT ?;

-- name: seen_in_reports
SELECT identifier, count(DISTINCT report) FROM edge WHERE identifier IN (*) GROUP BY identifier;

-- name: lost_anchors
SELECT i.id FROM identifier i WHERE i.id IN (*) AND NOT EXISTS (
  SELECT 1 FROM edge e WHERE e.identifier = i.id AND e.at = 0 AND e.report = i.anchor
    AND NOT EXISTS (
      SELECT 1 FROM apart a
      WHERE a.identifier = e.identifier AND a.report = e.report AND a.part <> 0));

-- name: first_joined
SELECT e.report FROM edge e
WHERE e.identifier = ? AND e.at = 0
  AND NOT EXISTS (
    SELECT 1 FROM apart a
    WHERE a.identifier = e.identifier AND a.report = e.report AND a.part <> 0)
ORDER BY e.report LIMIT 1;

-- Keys.

-- name: index_keys
SELECT present, coming, epoch, began_at, done FROM index_keys WHERE id = 1;

-- name: begin_rotation
INSERT INTO index_keys (id, present, coming, epoch, began_at, done) VALUES (1, ?, ?, ?, ?, 0)
ON CONFLICT (id) DO UPDATE SET present = excluded.present, coming = excluded.coming,
  epoch = excluded.epoch, began_at = excluded.began_at, done = 0;

-- name: advance_rotation
UPDATE index_keys SET done = ? WHERE id = 1 AND done < ?;

-- name: end_rotation
UPDATE index_keys SET present = coming, coming = NULL, done = 0 WHERE id = 1;

-- name: finish_rotation
UPDATE index_keys SET done = NULL WHERE id = 1;

-- name: reblind
UPDATE identifier SET blind = ?, epoch = ? WHERE blind = ?;

-- name: epochs_of
SELECT blind, epoch FROM identifier WHERE id IN (*);

-- name: under_former
SELECT id, blind FROM identifier WHERE id > ? AND epoch < ? ORDER BY id LIMIT ?;

-- name: short_ports
SELECT identifier, at, port, role, source, place FROM edge WHERE report = ? AND length(port) = 8;

-- name: long_ports
SELECT identifier, at, report, port, role, source, place FROM edge
WHERE identifier > ? AND identifier <= ? AND length(port) = 16 LIMIT ?;

-- name: forget_edge
DELETE FROM edge WHERE identifier = ? AND at = ? AND report = ? AND port = ?;

-- name: drafts_leaving
SELECT leaving, expires_at FROM draft WHERE leaving IS NOT NULL;

-- name: keep_not_indexed
INSERT INTO not_indexed (report) VALUES (?) ON CONFLICT DO NOTHING;

-- name: forget_not_indexed
DELETE FROM not_indexed WHERE report = ?;

-- name: first_not_indexed
SELECT report FROM not_indexed ORDER BY report LIMIT 1;

-- name: not_indexed
SELECT report FROM not_indexed ORDER BY report LIMIT ?;

-- name: last_report
SELECT max(number) FROM report;

-- name: count_to_index
SELECT count(*) FROM report
WHERE supplements IS NULL AND state IN (1, 2) AND number > ? AND number <= ?;

-- name: reports_to_index
SELECT number FROM report
WHERE supplements IS NULL AND state IN (1, 2) AND number > ? AND number <= ?
ORDER BY number LIMIT ?;

-- What is read.

-- name: identifiers_like
SELECT id FROM identifier WHERE blind = ?;

-- name: latest_with
SELECT report FROM edge WHERE identifier = ? ORDER BY at DESC, report DESC LIMIT ?;

-- name: edges_of
SELECT e.identifier, i.kind, i.side, i.grade, i.state, i.n, e.report, e.at, e.port, e.role,
       e.source, e.place, CASE WHEN o.state = 0 THEN o.id END
FROM edge e JOIN identifier i ON i.id = e.identifier
LEFT JOIN identifier o ON o.blind = i.blind AND o.side = 1 - i.side
WHERE e.report = ? LIMIT ?;

-- name: met
SELECT report, role, at, port, source, place FROM edge
WHERE identifier = ? ORDER BY at DESC, report DESC LIMIT ?;

-- name: met_between
SELECT report, role, at, port, source, place FROM edge
WHERE identifier = ? AND at BETWEEN ? AND ? ORDER BY at DESC, report DESC LIMIT ?;

-- name: apart_in
SELECT identifier, report, part, state, reason, by, at FROM apart WHERE identifier IN (*) AND part <> 0;

-- name: verdicts_of
SELECT one, other, said, state, reason, by, at FROM verdict WHERE one = ? OR other = ? LIMIT ?;

-- name: members
WITH RECURSIVE down (report) AS (
  SELECT report FROM cluster WHERE report = ?
  UNION ALL
  SELECT c.report FROM cluster c JOIN down ON c.parent = down.report
)
SELECT report FROM down LIMIT ?;

-- name: clusters_by_size
SELECT report, size, first FROM cluster
WHERE parent IS NULL AND size <= ? AND (size, first) < (?, ?)
ORDER BY size DESC, first DESC LIMIT ?;

-- name: largest_cluster
SELECT size, first FROM cluster WHERE parent IS NULL ORDER BY size DESC, first DESC LIMIT 1;

-- name: count_at_desk
SELECT coalesce(sum(n), 0) FROM desk_count;

-- name: held_merges
SELECT identifier, report, at FROM apart WHERE state = 1 AND (at, report) > (?, ?)
ORDER BY at, report LIMIT ?;

-- name: count_held
SELECT count(*) FROM apart WHERE state = 1;

-- name: count_waiting
SELECT count(*) FROM relinking;

-- name: stops
SELECT s.identifier, i.kind, i.side, i.n, s.reason, s.by, s.at, s.key, s.body
FROM stop s JOIN identifier i ON i.id = s.identifier ORDER BY s.at DESC, s.identifier LIMIT ?;

-- name: shared_in
SELECT e.identifier, i.kind, i.side, i.grade, i.state, i.n, e.report, e.at, e.port, e.role,
       e.source, e.place, NULL
FROM edge e JOIN identifier i ON i.id = e.identifier
WHERE e.report IN (*) AND i.grade >= 1;

-- name: shared_up_to
SELECT e.identifier, i.kind, i.side, i.grade, i.state, i.n, e.report, e.at, e.port, e.role,
       e.source, e.place, NULL
FROM edge e JOIN identifier i ON i.id = e.identifier
WHERE e.report IN (*) AND i.grade >= 1 LIMIT ?;

-- name: arrivals_of
SELECT number, opened_at, provider_id, state FROM report WHERE number IN (*);
