CREATE TABLE IF NOT EXISTS outbox (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  version INTEGER NOT NULL,
  kind TEXT NOT NULL,
  base_url TEXT NOT NULL,
  username TEXT NOT NULL,
  failures INTEGER NOT NULL DEFAULT 0,
  shut_until INTEGER NOT NULL DEFAULT 0,
  trouble BLOB
) STRICT;
CREATE TABLE IF NOT EXISTS item (
  number INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  digest BLOB NOT NULL,
  state INTEGER NOT NULL,
  urgent INTEGER NOT NULL,
  attempt INTEGER NOT NULL DEFAULT 1,
  tries INTEGER NOT NULL DEFAULT 0,
  queued_at INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  report_id INTEGER,
  filed_at INTEGER,
  preserve_until INTEGER,
  trouble BLOB,
  follows TEXT,
  hold TEXT,
  over_at INTEGER,
  erased INTEGER NOT NULL DEFAULT 0,
  told INTEGER NOT NULL DEFAULT 0,
  preserved_key BLOB,
  working_key BLOB,
  body BLOB,
  said BLOB,
  receipt BLOB
) STRICT;
CREATE INDEX IF NOT EXISTS item_unfiled ON item (urgent DESC, next_at, number) WHERE state < 8;
CREATE INDEX IF NOT EXISTS item_following ON item (number) WHERE state = 1 AND follows IS NOT NULL;
CREATE INDEX IF NOT EXISTS item_kept ON item (preserve_until) WHERE state >= 8 AND erased = 0;
CREATE TABLE IF NOT EXISTS event (
  item INTEGER NOT NULL REFERENCES item (number),
  at INTEGER NOT NULL,
  what TEXT NOT NULL,
  trouble BLOB
) STRICT;
CREATE INDEX IF NOT EXISTS event_item ON event (item);
