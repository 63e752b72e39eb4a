-- desk.db: what people decided and were told. Derived from nothing; what is written here is written to desk.jsonl too,
-- from which it can be made again. Tables whose name begins with `_` are its own bookkeeping.

CREATE TABLE IF NOT EXISTS told (   -- what was told to whom, or waits for a target that could not be reached
  rule TEXT NOT NULL,
  target TEXT NOT NULL,             -- the name of an environment variable, or a kind and a digest: never an address
  before_record TEXT NOT NULL,      -- record ids, so that what was told stays told when rowback.db is made again
  after_record TEXT NOT NULL,
  kind TEXT NOT NULL,
  change_id INTEGER NOT NULL,
  campaign_id INTEGER,              -- null unless the change is nothing but part of a campaign
  weight REAL NOT NULL,
  takes_name INTEGER NOT NULL,      -- 1 when a person's name was taken away: never told first
  outlet TEXT NOT NULL,
  text TEXT NOT NULL,               -- what is said
  noted_at TEXT NOT NULL,
  told_at TEXT,                     -- null while it waits
  tries INTEGER NOT NULL DEFAULT 0, -- in vain
  corrected_at TEXT,                -- null unless the finding was retracted after it was told, and that was told too
  PRIMARY KEY (rule, target, before_record, after_record, kind)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS told_waiting ON told (rule, target, told_at); -- what waits for a target

CREATE TABLE IF NOT EXISTS told_alarms ( -- what was told of the health of outlets: each alarm once, and its end once
  rule TEXT NOT NULL,
  target TEXT NOT NULL,             -- as in told
  outlet TEXT NOT NULL,
  kind TEXT NOT NULL,
  raised_at TEXT NOT NULL,
  words TEXT NOT NULL,              -- as they were then
  told_at TEXT,                     -- null while it waits
  over_at TEXT,                     -- null while it lasts
  over_told_at TEXT,                -- null until its end was told
  tries INTEGER NOT NULL DEFAULT 0, -- in vain
  PRIMARY KEY (rule, target, outlet, kind, raised_at)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS withheld (           -- what is hidden from every page, search and export
  id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL,                  -- 0 when its pages were no article
  url TEXT NOT NULL DEFAULT '',                 -- empty once it is erased
  reason TEXT NOT NULL DEFAULT '',
  withheld_at TEXT NOT NULL DEFAULT '',
  erasing_at TEXT,                              -- null unless its bytes are being erased, or were
  erased_at TEXT                                -- null while its bytes are kept
);
CREATE TABLE IF NOT EXISTS withheld_addresses ( -- never fetched again; sha256 of the identity key
  key TEXT PRIMARY KEY,
  withheld_id INTEGER NOT NULL REFERENCES withheld(id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS withheld_rows (      -- rows of rowback.db, put back when it is shown again
  withheld_id INTEGER NOT NULL REFERENCES withheld(id),
  belongs_to TEXT NOT NULL,                     -- the table
  key TEXT NOT NULL,
  row TEXT NOT NULL,                            -- JSON
  PRIMARY KEY (withheld_id, belongs_to, key)
) WITHOUT ROWID;

CREATE TABLE _digests (             -- of the rows above, as rowback wrote them (archive/row_digests.py)
  belongs_to TEXT NOT NULL,         -- the table
  owner INTEGER NOT NULL,           -- 0
  digest INTEGER NOT NULL,
  PRIMARY KEY (belongs_to, owner)
) WITHOUT ROWID;

CREATE TABLE _journal (             -- what desk.jsonl does not hold yet, in order
  id INTEGER PRIMARY KEY,
  line TEXT NOT NULL                -- JSON
);
