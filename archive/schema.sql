-- The archive's database: a view of the WARC files, made again from them by `rowback rebuild`.
-- Plural tables, key `id`, foreign key `<singular>_id`. Times are ISO 8601 UTC with Z and six fraction digits.
-- Ids of outlets, sources, articles, captures, contents, versions and changes are derived (archive/ids.py), never counted.
-- In tables WITHOUT ROWID the columns of the key come first: elsewhere SQLite 3.40 calls whole rows damaged.
-- Only crawls, misses, coverage and tables that begin with `_` are an operational log that the WARC does not hold in full.

CREATE TABLE outlets (              -- news organisations' sites
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,        -- the name in rowback.toml, else the host without www
  title TEXT NOT NULL,              -- what readers call it
  home TEXT NOT NULL,               -- its front page
  language TEXT,                    -- null until defined or learned
  timezone TEXT                     -- IANA name; null until defined
);

CREATE TABLE sources (              -- where outlets announce articles: feeds, sitemaps, section pages
  id INTEGER PRIMARY KEY,
  outlet_id INTEGER NOT NULL REFERENCES outlets(id),
  kind TEXT NOT NULL CHECK (kind IN ('feed', 'sitemap', 'sitemap_index', 'news_sitemap', 'section', 'front')),
  url TEXT NOT NULL,
  discovered INTEGER NOT NULL DEFAULT 0, -- 1 when found by rowback, 0 when the outlet's definition names it
  last_checked_at TEXT,             -- null before the first look
  next_check_at TEXT,               -- null before the first look
  interval_seconds INTEGER,         -- null before the first look
  newest_at TEXT,                   -- newest date it announced; null when it gives no dates
  etag TEXT,                        -- null when the server sends none
  last_modified TEXT,               -- likewise
  lastmod TEXT,                     -- what the sitemap index said of it when it was last read; null outside an index
  failures INTEGER NOT NULL DEFAULT 0, -- looks in a row that failed
  unchanged INTEGER NOT NULL DEFAULT 0, -- answers in a row that said that it has not changed (304)
  UNIQUE (outlet_id, url)
);

CREATE TABLE crawls (               -- one row a run, with its summary
  id INTEGER PRIMARY KEY,
  started_at TEXT NOT NULL,
  finished_at TEXT,                 -- null while it runs, or when it was killed
  status TEXT NOT NULL,             -- running, done, stopped, failed, disk
  clock_skew_seconds REAL,          -- median of the servers' Date less our clock; null without a Date
  outlets TEXT NOT NULL DEFAULT '', -- names, comma between
  announced INTEGER NOT NULL DEFAULT 0,
  fetched INTEGER NOT NULL DEFAULT 0,
  new INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0,
  same INTEGER NOT NULL DEFAULT 0,
  held_back INTEGER NOT NULL DEFAULT 0,
  missed INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0,
  summary TEXT NOT NULL DEFAULT ''
);

CREATE TABLE articles (             -- what an outlet published under one identity, whatever addresses and headlines it had
  id INTEGER PRIMARY KEY,
  outlet_id INTEGER NOT NULL REFERENCES outlets(id),
  url TEXT NOT NULL,                -- the address it stands at now
  headline TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('live', 'gone_once', 'gone', 'redirected', 'replaced', 'refused')),
  state_since TEXT NOT NULL,
  first_captured_at TEXT NOT NULL,
  last_captured_at TEXT NOT NULL,
  published_at TEXT,                -- ISO with Z, or a bare date; null when the page gives none
  published_on TEXT,                -- the day in the outlet's zone; null likewise
  version_count INTEGER NOT NULL,
  capture_count INTEGER NOT NULL,
  latest_version_id INTEGER REFERENCES versions(id), -- null never, but while rows are being replaced
  next_check_at TEXT,               -- null when it is not watched any more
  derived_by TEXT                   -- the program that derived its rows; null when one did that said nothing of itself
);
CREATE INDEX articles_outlet ON articles (outlet_id, last_captured_at, version_count, state); -- an outlet's page, outlets compared
CREATE INDEX articles_new ON articles (outlet_id, first_captured_at, published_at); -- an outlet's new articles: health
CREATE INDEX articles_latest ON articles (latest_version_id);             -- "links from other tables" in Datasette
CREATE INDEX articles_due ON articles (next_check_at);                    -- what is due

CREATE TABLE article_urls (         -- every address of an article, and how it is known to belong to it
  article_id INTEGER NOT NULL REFERENCES articles(id),
  url TEXT NOT NULL,
  urlkey TEXT NOT NULL,             -- identity key: scheme, www, AMP and tracking removed
  relation TEXT NOT NULL,           -- first, canonical, redirect, twin, outlet_id, alias
  first_seen_at TEXT NOT NULL,
  PRIMARY KEY (article_id, url)
) WITHOUT ROWID;
CREATE INDEX article_urls_key ON article_urls (urlkey);                   -- which article a pasted URL is

CREATE TABLE captures (             -- every exchange kept, and where its record lies in the WARC files
  id INTEGER PRIMARY KEY,
  record_id TEXT NOT NULL UNIQUE,
  article_id INTEGER REFERENCES articles(id), -- null for robots.txt, feeds, sitemaps and pages that are no article
  outlet_id INTEGER REFERENCES outlets(id),   -- null for pages of no outlet
  source_id INTEGER REFERENCES sources(id),   -- null when no source announced it
  crawl_id INTEGER REFERENCES crawls(id),     -- null for imports
  version_id INTEGER REFERENCES versions(id), -- the version it shows; null when it shows none
  purpose TEXT NOT NULL,            -- article, feed, sitemap, section, robots, other
  urlkey TEXT NOT NULL,
  identity TEXT NOT NULL,           -- the key that twins of one address share
  timestamp TEXT NOT NULL,
  url TEXT NOT NULL,
  mime TEXT NOT NULL,
  status INTEGER NOT NULL,
  digest TEXT NOT NULL,             -- payload digest, sha1:BASE32, transfer encoding removed
  filename TEXT NOT NULL,           -- below warcs/
  offset INTEGER NOT NULL,
  length INTEGER NOT NULL,
  record_sha256 TEXT NOT NULL,      -- of the compressed byte range: tail -c +OFFSET+1 FILE | head -c LENGTH | sha256sum
  record_type TEXT NOT NULL CHECK (record_type IN ('response', 'revisit')),
  refers_to TEXT,                   -- record id of the original; null for a response, and when an import does not say
  truncated TEXT,                   -- length, time, disconnect, unspecified; null when whole
  location TEXT,                    -- redirect target; null otherwise
  etag TEXT,                        -- null when the server sent none
  last_modified TEXT,               -- likewise
  captured_at TEXT NOT NULL,
  decision TEXT CHECK (decision IN ('new', 'same', 'changed', 'held_back')), -- null when not (yet) read as an article
  reason TEXT CHECK (reason IN ($unread, $held_back)), -- why held back or unread; null otherwise
  origin TEXT NOT NULL DEFAULT 'crawl' CHECK (origin IN ('crawl', 'import'))
);
CREATE INDEX captures_article ON captures (article_id, captured_at);      -- timeline of an article
CREATE INDEX captures_version ON captures (version_id);                   -- captures that show a version
CREATE INDEX captures_urlkey ON captures (urlkey, timestamp);             -- CDXJ order, lookup of an address
CREATE INDEX captures_identity ON captures (outlet_id, identity);         -- which captures are one article
CREATE INDEX captures_outlet ON captures (outlet_id, purpose, captured_at); -- an outlet's days: coverage, health
CREATE INDEX captures_digest ON captures (digest, record_type);           -- deduplication
CREATE INDEX captures_crawl ON captures (crawl_id);                       -- what a crawl did
CREATE INDEX captures_source ON captures (source_id);                     -- what a source brought
CREATE INDEX captures_place ON captures (filename, offset);               -- verify, in file order

CREATE TABLE readers (              -- the programs that read articles out of pages
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,        -- "rowback 1 trafilatura 2.3.1"
  first_used_at TEXT NOT NULL,
  reread_at TEXT                    -- when all pages were read again with it; null when they never were
);

CREATE TABLE _readings (            -- what was read, each once: most looks at a page read what the look before read
  id INTEGER PRIMARY KEY,           -- derived from the JSON
  reading TEXT NOT NULL,            -- JSON: all visible blocks and fields, or the rejection (archive/extract/serial.py)
  gist TEXT NOT NULL                -- what deciders compare, JSON: digests, sentences as numbers; made from the reading
);

CREATE TABLE contents (             -- what a reader made of a capture: an article, or the reason why it is none
  id INTEGER PRIMARY KEY,
  capture_id INTEGER NOT NULL REFERENCES captures(id),
  reader_id INTEGER NOT NULL REFERENCES readers(id),
  rejection TEXT,                   -- why it is no article; null when it is one
  headline TEXT,                    -- null when rejected
  canonical_url TEXT,               -- null when the page names none
  reading_id INTEGER NOT NULL REFERENCES _readings(id),
  record_id TEXT,                   -- the conversion record that holds the reading; null when it was not kept in a WARC
  UNIQUE (capture_id, reader_id)
);
CREATE INDEX contents_reader ON contents (reader_id);                     -- what an old reader read
CREATE INDEX contents_reading ON contents (reading_id);                   -- captures that read the same

CREATE TABLE _warcs (               -- up to where each WARC file of ours has its rows here
  filename TEXT PRIMARY KEY,        -- below warcs/
  indexed INTEGER NOT NULL          -- bytes; what lies behind is indexed at the next start
) WITHOUT ROWID;

CREATE TABLE _digests (             -- of rows, an article's together, as rowback wrote them (archive/row_digests.py)
  belongs_to TEXT NOT NULL,         -- the table
  owner INTEGER NOT NULL,           -- id of the article or change they belong to; 0 for a table as a whole
  digest INTEGER NOT NULL,
  PRIMARY KEY (belongs_to, owner)
) WITHOUT ROWID;

CREATE TABLE _compared (            -- comparisons made before; comparing is pure, so they hold for one software
  before_id INTEGER NOT NULL REFERENCES _readings(id),
  after_id INTEGER NOT NULL REFERENCES _readings(id),
  software TEXT NOT NULL,
  change TEXT NOT NULL,             -- JSON
  PRIMARY KEY (before_id, after_id)
) WITHOUT ROWID;

CREATE TABLE _moves (               -- what differs between readings, piece by piece, worked out before
  before_id INTEGER NOT NULL REFERENCES _readings(id),
  after_id INTEGER NOT NULL REFERENCES _readings(id),
  software TEXT NOT NULL,
  moves TEXT NOT NULL,              -- JSON
  PRIMARY KEY (before_id, after_id)
) WITHOUT ROWID;

CREATE TABLE _imported (            -- what imported records say of payloads in terms that differ from ours
  capture_id INTEGER PRIMARY KEY,
  said_digest TEXT,                 -- WARC-Payload-Digest as written; null when it says none
  refers_to TEXT,                   -- record id of the original as a revisit says; null for a response, and when unsaid
  refers_to_url TEXT,               -- likewise its address
  refers_to_timestamp TEXT          -- likewise its time, 14 digits
);
CREATE INDEX imported_digest ON _imported (said_digest);                  -- the original of a revisit

CREATE TABLE _pending (             -- captures whose reading or deriving is still to be done
  capture_id INTEGER PRIMARY KEY REFERENCES captures(id)
);

CREATE TABLE _edges (               -- which addresses may be one article, with the evidence (archive/derive/identity.py)
  capture_id INTEGER NOT NULL REFERENCES captures(id),
  relation TEXT NOT NULL,           -- canonical, redirect, alias (not permanent), outlet_id
  to_key TEXT NOT NULL,
  outlet_id INTEGER NOT NULL,
  from_key TEXT NOT NULL,
  PRIMARY KEY (capture_id, relation, to_key)
) WITHOUT ROWID;
CREATE INDEX edges_from ON _edges (outlet_id, from_key);                  -- gathering a component
CREATE INDEX edges_to ON _edges (outlet_id, to_key);                      -- likewise, backwards

CREATE TABLE states (               -- what rowback learned of an outlet's template, by day
  id INTEGER PRIMARY KEY,
  outlet_id INTEGER NOT NULL REFERENCES outlets(id),
  adopted_at TEXT NOT NULL,         -- in force for what is captured later
  digest TEXT NOT NULL,             -- of the state, sha256 hex
  record_id TEXT NOT NULL,          -- the WARC record that holds it
  state TEXT NOT NULL               -- what repeats across the outlet's articles, JSON: blocks and pages by digest
);
CREATE INDEX states_outlet ON states (outlet_id, adopted_at);             -- the state in force at a time

CREATE TABLE _left (                -- what states leave of readings, worked out before
  reading_id INTEGER NOT NULL REFERENCES _readings(id),
  mark INTEGER NOT NULL,            -- of the software, the state, and the article's first reading and addresses
  places TEXT NOT NULL,             -- of the blocks that are left out, JSON
  gist TEXT,                        -- of what is left; null when nothing is left out
  PRIMARY KEY (reading_id, mark)
) WITHOUT ROWID;

CREATE TABLE _learning (            -- when each outlet's template was last asked for: once a day
  outlet_id INTEGER PRIMARY KEY,
  checked_at TEXT NOT NULL
);

CREATE TABLE versions (             -- the distinct states of each article, as rowback saw them between its looks
  id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES articles(id),
  number INTEGER NOT NULL,
  capture_id INTEGER NOT NULL REFERENCES captures(id),
  label TEXT NOT NULL,              -- "v3 · 2017-02-14 08:11"
  headline TEXT NOT NULL,
  byline TEXT,                      -- null when the page names nobody
  published_at TEXT,                -- null when the page gives none
  content_digest TEXT NOT NULL,     -- strict digest, sha256 hex
  text_id INTEGER NOT NULL REFERENCES texts(id),
  words INTEGER NOT NULL,
  appeared_after TEXT,              -- last capture without it; null for the first version
  first_captured_at TEXT NOT NULL,
  last_captured_at TEXT NOT NULL,
  gone_by TEXT,                     -- first capture that no longer had it; null while it stands
  reader TEXT NOT NULL,
  UNIQUE (article_id, number)
);
CREATE INDEX versions_capture ON versions (capture_id);                   -- from a capture to what it brought
CREATE INDEX versions_text ON versions (text_id);                         -- where a text stood
CREATE INDEX versions_first ON versions (first_captured_at);              -- newest first

CREATE TABLE renumbered (           -- versions that got another number when all pages were read again
  article_id INTEGER NOT NULL,      -- as it was then
  old_number INTEGER NOT NULL,
  new_number INTEGER,               -- null when no version begins there any more
  reader TEXT NOT NULL,             -- the one that read them again
  PRIMARY KEY (article_id, reader, old_number)
);

CREATE TABLE texts (                -- the words of the versions
  id INTEGER PRIMARY KEY,           -- derived from the words, so equal texts are kept once
  text TEXT NOT NULL,               -- standfirst and paragraphs, one a line
  search TEXT NOT NULL              -- what else search finds it by: headline, and bigrams where a script has no spaces
);

CREATE TABLE changes (              -- two versions of an article compared. Most changes are innocent
  id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES articles(id),
  from_version_id INTEGER REFERENCES versions(id), -- null when an article came back
  to_version_id INTEGER REFERENCES versions(id),   -- null when an article went
  changed_after TEXT NOT NULL,      -- last capture before it
  changed_before TEXT NOT NULL,     -- first capture after it
  kind TEXT NOT NULL CHECK (kind IN ($kinds)),
  weight REAL NOT NULL,
  headline_changed INTEGER NOT NULL,
  words_added INTEGER NOT NULL,
  words_removed INTEGER NOT NULL,
  note_added TEXT,                  -- the correction note; null when we could find none
  evidence TEXT NOT NULL,           -- why this kind
  finding TEXT NOT NULL CHECK (finding IN ('observed', 'settled', 'retracted')),
  campaign_id INTEGER REFERENCES campaigns(id),    -- null unless the same change was made on other articles
  beside_campaign INTEGER NOT NULL DEFAULT 0       -- 1 when the article changed in other ways as well
);
CREATE INDEX changes_article ON changes (article_id, finding, kind, changed_before); -- timeline; an outlet's kinds, lateness
CREATE INDEX changes_from ON changes (from_version_id);                   -- "links from other tables"
CREATE INDEX changes_to ON changes (to_version_id);                       -- likewise
CREATE INDEX changes_when ON changes (changed_before, finding, kind, weight, article_id); -- newest first; changes a day
CREATE INDEX changes_campaign ON changes (campaign_id);                   -- members of a campaign

CREATE TABLE facts (                -- the numbers, names, quotations and other facts that a change altered
  id INTEGER PRIMARY KEY,
  change_id INTEGER NOT NULL REFERENCES changes(id),
  kind TEXT NOT NULL,               -- number, date, name, negation, hedge, attribution, quotation, link, image
  before TEXT,                      -- null when it was added
  after TEXT,                       -- null when it was removed
  sentence_before TEXT,             -- null when there was none
  sentence_after TEXT               -- likewise
);
CREATE INDEX facts_change ON facts (change_id);                           -- facts of a change
CREATE INDEX facts_kind ON facts (kind);                                  -- the ledger

CREATE TABLE look_differences (     -- what differed at looks and made no version: beside the text, stamps, what moves by itself
  id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES articles(id),
  capture_id INTEGER NOT NULL REFERENCES captures(id), -- the look that found it
  found_at TEXT NOT NULL,           -- when that was
  reason TEXT NOT NULL CHECK (reason IN ('beside_text', 'volatile', 'stamp_only')),
  place TEXT NOT NULL,              -- beside, published, modified; of what moves by itself also text, link, standfirst
  path TEXT NOT NULL,               -- where in the page; empty for a stamp
  before TEXT NOT NULL,             -- empty when it came
  after TEXT NOT NULL               -- empty when it went
);
CREATE INDEX look_differences_article ON look_differences (article_id, found_at); -- timeline
CREATE INDEX look_differences_found ON look_differences (reason, found_at); -- newest first; what moves by itself
CREATE INDEX look_differences_capture ON look_differences (capture_id);   -- "links from other tables"

CREATE TABLE campaigns (            -- one change made on many articles of an outlet
  id INTEGER PRIMARY KEY,
  outlet_id INTEGER NOT NULL REFERENCES outlets(id),
  diff_digest TEXT NOT NULL,
  kind TEXT NOT NULL,
  first_seen_at TEXT NOT NULL,
  article_count INTEGER NOT NULL,
  last_seen_at TEXT NOT NULL,
  weight REAL NOT NULL,             -- at least that of each of its changes
  place TEXT NOT NULL,              -- headline, standfirst, byline, text, caption
  before TEXT,                      -- what was taken out; null when nothing was, or when it may be a person's name
  after TEXT                        -- what was put in; null when nothing was
);
CREATE INDEX campaigns_outlet ON campaigns (outlet_id, diff_digest);      -- an outlet's campaigns, or the one of an edit

CREATE TABLE _edits (               -- what each change took out and put in, to find what articles share
  change_id INTEGER NOT NULL REFERENCES changes(id),
  digest TEXT NOT NULL,
  outlet_id INTEGER NOT NULL,
  place TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  PRIMARY KEY (change_id, digest)
) WITHOUT ROWID;
CREATE INDEX edits_digest ON _edits (outlet_id, digest);                  -- changes that share an edit

CREATE TABLE stories (              -- articles of any outlets on one event, in one language
  id INTEGER PRIMARY KEY,
  language TEXT NOT NULL,           -- BCP 47 primary subtag; empty when nothing tells
  headline TEXT NOT NULL,           -- of the first article's first version, or the name that a person gave it
  first_article_id INTEGER NOT NULL REFERENCES articles(id),
  first_seen_at TEXT NOT NULL,      -- when rowback first saw its first article
  last_seen_at TEXT NOT NULL,       -- when rowback first saw its last article
  article_count INTEGER NOT NULL,
  outlet_count INTEGER NOT NULL,
  by_hand INTEGER NOT NULL DEFAULT 0 -- 1 when a person joined, parted or named it
);
CREATE INDEX stories_when ON stories (last_seen_at, outlet_count);        -- stories of the day
CREATE INDEX stories_first ON stories (first_article_id);                 -- "links from other tables"

CREATE TABLE story_articles (       -- which articles tell a story
  article_id INTEGER PRIMARY KEY REFERENCES articles(id),
  story_id INTEGER NOT NULL REFERENCES stories(id),
  likeness REAL NOT NULL,           -- to the others of it, on the average, 0 to 1
  joined_on INTEGER NOT NULL,       -- the day that put it there, as the days since 0001-01-01
  begins_story_id INTEGER NOT NULL  -- the id of a story that begins with this article: old ids lead to the story
);
CREATE INDEX story_articles_story ON story_articles (story_id);           -- tellings of a story
CREATE INDEX story_articles_begins ON story_articles (begins_story_id);   -- an old id
CREATE INDEX story_articles_day ON story_articles (joined_on);            -- what a day put together

CREATE TABLE passages (             -- what several outlets said in the same words. Copying in other words is not seen
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL,               -- as it was seen first
  words INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('by_name', 'common_source')), -- whether one names another that has it
  first_use_version_id INTEGER REFERENCES versions(id), -- null when it is not known which was first
  first_known TEXT NOT NULL CHECK (first_known IN ('looks', 'dates', 'unknown')), -- looks prove it; own dates; neither
  agency TEXT,                      -- null when no page names one
  outlet_count INTEGER NOT NULL,
  first_seen_at TEXT NOT NULL
);
CREATE INDEX passages_first ON passages (first_use_version_id);           -- "links from other tables"
CREATE INDEX passages_when ON passages (first_seen_at);                   -- newest first

CREATE TABLE passage_uses (         -- where a passage stood, from when to when
  passage_id INTEGER NOT NULL REFERENCES passages(id),
  version_id INTEGER NOT NULL REFERENCES versions(id), -- the first version that has it
  block INTEGER NOT NULL,           -- line of the version's text, counted from 0
  start INTEGER NOT NULL,           -- in that line
  article_id INTEGER NOT NULL REFERENCES articles(id),
  outlet_id INTEGER NOT NULL REFERENCES outlets(id),
  sentence_id INTEGER NOT NULL,     -- the same for the same words
  text TEXT NOT NULL,               -- as it stood there
  length INTEGER NOT NULL,
  said_after TEXT,                  -- last look without it; null when the first look had it
  said_by TEXT NOT NULL,            -- first look with it
  gone_by TEXT,                     -- first look without it; null while it stands
  named_outlet_id INTEGER REFERENCES outlets(id), -- the other outlet that it is given to; null when none is named
  speaker TEXT,                     -- whose words it gives; null when it quotes nobody that we could find
  PRIMARY KEY (passage_id, version_id, block, start)
) WITHOUT ROWID;
CREATE INDEX passage_uses_article ON passage_uses (article_id);           -- passages of an article
CREATE INDEX passage_uses_version ON passage_uses (version_id);           -- "links from other tables"
CREATE INDEX passage_uses_sentence ON passage_uses (sentence_id);         -- where a sentence is shared
CREATE INDEX passage_uses_outlet ON passage_uses (outlet_id, said_by);    -- copies between outlets

CREATE TABLE story_numbers (        -- the numbers that a story's articles give, from when to when
  story_id INTEGER NOT NULL REFERENCES stories(id),
  counted TEXT NOT NULL,            -- what is counted, with its unit: "dead", "€ ticket"
  version_id INTEGER NOT NULL REFERENCES versions(id), -- the first version that has it
  value TEXT NOT NULL,              -- the number, in digits
  article_id INTEGER NOT NULL REFERENCES articles(id),
  outlet_id INTEGER NOT NULL REFERENCES outlets(id),
  written TEXT NOT NULL,            -- as it stands there
  sentence TEXT NOT NULL,
  said_after TEXT,                  -- last look without it; null when the first look had it
  said_by TEXT NOT NULL,            -- first look with it
  gone_by TEXT,                     -- first look without it; null while it stands
  PRIMARY KEY (story_id, counted, version_id, value)
) WITHOUT ROWID;
CREATE INDEX story_numbers_article ON story_numbers (article_id);         -- numbers of an article
CREATE INDEX story_numbers_version ON story_numbers (version_id);         -- "links from other tables"

CREATE TABLE _untold (              -- articles that changed since stories and passages were worked out
  article_id INTEGER PRIMARY KEY
);

CREATE TABLE _tellings (            -- what each article's first version is known by
  article_id INTEGER PRIMARY KEY,
  outlet_id INTEGER NOT NULL,
  day INTEGER NOT NULL,             -- the UTC day of its first capture, since 0001-01-01
  captured_at TEXT NOT NULL,
  language TEXT NOT NULL,
  version_id INTEGER NOT NULL,
  tells INTEGER NOT NULL,           -- 0 for a list of links and the like, that belongs to no story
  terms BLOB NOT NULL,              -- archive/stories/packing.py
  weighed BLOB                      -- its weights on its day; null until they are worked out
);
CREATE INDEX tellings_day ON _tellings (day, language);                   -- a day's articles

CREATE TABLE _story_days (          -- in how many articles of a day each term stands
  day INTEGER NOT NULL,
  language TEXT NOT NULL,
  articles INTEGER NOT NULL,
  terms BLOB NOT NULL,
  PRIMARY KEY (day, language)
) WITHOUT ROWID;

CREATE TABLE _stale_days (          -- days whose stories and passages are to be worked out again
  day INTEGER PRIMARY KEY
);

CREATE TABLE _stale_sentences (     -- sentences whose passages are to be worked out again
  sentence_id INTEGER PRIMARY KEY
);

CREATE TABLE _stale_stories (       -- stories whose numbers are to be worked out again
  story_id INTEGER PRIMARY KEY
);

CREATE TABLE _sayings (             -- each article's sentences, from the first version that has it to the last
  article_id INTEGER NOT NULL,
  sentence_id INTEGER NOT NULL,
  outlet_id INTEGER NOT NULL,
  day INTEGER NOT NULL,             -- of said_by, since 0001-01-01
  version_id INTEGER NOT NULL,
  block INTEGER NOT NULL,
  start INTEGER NOT NULL,
  length INTEGER NOT NULL,
  said_after TEXT,
  said_by TEXT NOT NULL,
  gone_by TEXT,
  PRIMARY KEY (article_id, sentence_id)
) WITHOUT ROWID;
CREATE INDEX sayings_sentence ON _sayings (sentence_id, day);             -- where the same words stand
CREATE INDEX sayings_day ON _sayings (day);                               -- a day's sentences

CREATE TABLE _sentences (           -- the sentences of the last days, as far as they were compared
  sentence_id INTEGER NOT NULL,
  day INTEGER NOT NULL,
  language TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (sentence_id, day)
) WITHOUT ROWID;
CREATE INDEX sentences_day ON _sentences (day);                           -- what is too old

CREATE TABLE _marks (               -- by which sentences that share words are found (archive/stories/reuse.py)
  mark INTEGER NOT NULL,
  day INTEGER NOT NULL,
  sentence_id INTEGER NOT NULL,
  PRIMARY KEY (mark, day, sentence_id)
) WITHOUT ROWID;

CREATE TABLE _echoes (              -- pairs of sentences that share their words; a sentence with itself when outlets share it
  day INTEGER NOT NULL,             -- of the later one
  one INTEGER NOT NULL,
  other INTEGER NOT NULL,           -- not smaller
  language TEXT NOT NULL,
  content BLOB NOT NULL,            -- terms of the shared words that carry content
  holds INTEGER NOT NULL,           -- 1 when these are rare enough, by the articles of the thirty days before
  PRIMARY KEY (day, one, other)
) WITHOUT ROWID;
CREATE INDEX echoes_one ON _echoes (one, holds);                          -- what belongs to one passage
CREATE INDEX echoes_other ON _echoes (other, holds);                      -- likewise, backwards

CREATE TABLE misses (               -- pages that were not had, and why
  id INTEGER PRIMARY KEY,
  crawl_id INTEGER REFERENCES crawls(id),
  outlet_id INTEGER REFERENCES outlets(id),
  article_id INTEGER REFERENCES articles(id), -- null for a page that was never had
  url TEXT NOT NULL,
  missed_at TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ($misses)),
  detail TEXT NOT NULL DEFAULT '',
  retry_at TEXT                     -- null when nothing says when
);
CREATE INDEX misses_outlet ON misses (outlet_id, missed_at);              -- health
CREATE INDEX misses_article ON misses (article_id);                       -- timeline with misses
CREATE INDEX misses_crawl ON misses (crawl_id);                           -- what a crawl missed
CREATE INDEX misses_url ON misses (url);                                  -- why a page is not here

CREATE TABLE coverage (             -- a day of an outlet: what it announced, and how much of it is here
  outlet_id INTEGER NOT NULL REFERENCES outlets(id),
  day TEXT NOT NULL,
  announced INTEGER NOT NULL DEFAULT 0, -- addresses that its sources named for the first time
  fetched INTEGER NOT NULL DEFAULT 0, -- pages that were had whole, or confirmed as unchanged
  kept INTEGER NOT NULL DEFAULT 0,  -- of these, had for the first time
  read INTEGER NOT NULL DEFAULT 0,  -- of those fetched, in which an article was read
  unread INTEGER NOT NULL DEFAULT 0, -- of those fetched, in which none was
  refused INTEGER NOT NULL DEFAULT 0, -- of those missed, by the outlet or by our own rules: robots, wall, trap, budget, size
  missed INTEGER NOT NULL DEFAULT 0, -- pages that were not had, each with its reason in `misses`
  PRIMARY KEY (outlet_id, day)
) WITHOUT ROWID;

CREATE TABLE positions (            -- where front and section pages that rowback reads showed each article, and how long
  outlet_id INTEGER NOT NULL REFERENCES outlets(id),
  page TEXT NOT NULL,               -- address of the front or section page
  identity TEXT NOT NULL,           -- identity key of the link, as article_urls.urlkey
  first_seen_at TEXT NOT NULL,      -- first look that showed it so
  last_seen_at TEXT NOT NULL,       -- last look that showed it so
  rank INTEGER NOT NULL,            -- among the page's links to articles; 1 leads the page
  level INTEGER,                    -- of the heading it stands in, 1 to 6; null outside any
  section TEXT,                     -- what the page calls the part it stands in; null where it says nothing
  headline TEXT,                    -- what the link says; null when it says nothing
  PRIMARY KEY (outlet_id, page, identity, first_seen_at)
) WITHOUT ROWID;
CREATE INDEX positions_identity ON positions (identity, first_seen_at);   -- where an article stood

CREATE TABLE _candidates (          -- announced and not yet had; a URL leaves it when it is captured
  outlet_id INTEGER NOT NULL,
  identity TEXT NOT NULL,
  url TEXT NOT NULL,
  source TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  lastmod TEXT,                     -- null when the source gives none
  headline TEXT,                    -- what the source calls it; null when it gives none
  PRIMARY KEY (outlet_id, identity)
) WITHOUT ROWID;

CREATE TABLE _robots (              -- robots.txt for 24 hours across crawls (RFC 9309, 2.4)
  origin TEXT PRIMARY KEY,          -- scheme://host:port
  fetched_at TEXT NOT NULL,
  status INTEGER NOT NULL,          -- 0 when it could not be had
  body BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE _paces (               -- outlets that are asked more slowly, because they answered slowly or refused
  outlet_id INTEGER PRIMARY KEY,
  seconds REAL NOT NULL,            -- between two request starts
  floor REAL NOT NULL,              -- what it would be otherwise
  why TEXT NOT NULL,
  noted_at TEXT NOT NULL
);

CREATE VIRTUAL TABLE versions_fts USING fts5 (
  text, search, content="texts", content_rowid="id", tokenize="unicode61 remove_diacritics 2"
);
CREATE TRIGGER texts_added AFTER INSERT ON texts BEGIN
  INSERT INTO versions_fts (rowid, text, search) VALUES (new.id, new.text, new.search);
END;
CREATE TRIGGER texts_removed AFTER DELETE ON texts BEGIN
  INSERT INTO versions_fts (versions_fts, rowid, text, search) VALUES ('delete', old.id, old.text, old.search);
END;

CREATE VIEW latest_versions AS      -- each article as it stood at the last look; search finds its words
  SELECT a.id AS article_id, o.name AS outlet, v.headline, v.number, v.first_captured_at, a.state, a.url,
         v.id AS version_id, v.text_id
    FROM articles a JOIN versions v ON v.id = a.latest_version_id JOIN outlets o ON o.id = a.outlet_id;

CREATE VIEW recent_changes AS       -- what changed, newest first
  -- CROSS JOIN: through the changes in their order, not through all articles and sorted afterwards
  SELECT c.changed_before, o.name AS outlet, a.headline, c.kind, c.weight, c.words_added, c.words_removed,
         c.note_added, c.finding, a.url, a.id AS article_id, c.id AS change_id, c.campaign_id,
         g.article_count AS campaign_article_count
    FROM changes c CROSS JOIN articles a ON a.id = c.article_id CROSS JOIN outlets o ON o.id = a.outlet_id
    LEFT JOIN campaigns g ON g.id = c.campaign_id
   ORDER BY c.changed_before DESC;

CREATE VIEW headline_changes AS     -- headlines that were replaced
  SELECT c.changed_before, o.name AS outlet, f.headline AS before, t.headline AS after, a.url, a.id AS article_id
    FROM changes c JOIN versions f ON f.id = c.from_version_id JOIN versions t ON t.id = c.to_version_id
    JOIN articles a ON a.id = c.article_id JOIN outlets o ON o.id = a.outlet_id
   WHERE c.headline_changed ORDER BY c.changed_before DESC;

CREATE VIEW headline_changed_while_leading AS -- headlines that were replaced while the article led a page that rowback reads
  SELECT DISTINCT c.changed_before, o.name AS outlet, p.page, f.headline AS before, t.headline AS after, a.url,
         a.id AS article_id, c.id AS change_id
    FROM changes c JOIN versions f ON f.id = c.from_version_id JOIN versions t ON t.id = c.to_version_id
    JOIN articles a ON a.id = c.article_id JOIN outlets o ON o.id = a.outlet_id
    JOIN article_urls u ON u.article_id = a.id
    JOIN positions p ON p.identity = u.urlkey AND p.outlet_id = a.outlet_id AND p.rank = 1
     AND p.first_seen_at <= c.changed_before AND p.last_seen_at >= c.changed_after
   WHERE c.headline_changed ORDER BY c.changed_before DESC;

CREATE VIEW unannounced_changes AS  -- facts that changed without a note that we could find; observed: seen at one look so far
  SELECT c.changed_before, o.name AS outlet, a.headline, c.evidence, c.weight, a.url, a.id AS article_id, c.finding
    FROM changes c JOIN articles a ON a.id = c.article_id JOIN outlets o ON o.id = a.outlet_id
   WHERE c.kind = 'fact_changed_unnoted' AND c.finding <> 'retracted' ORDER BY c.changed_before DESC;

CREATE VIEW changed_beside_texts AS -- what changed within an article's extent beside its text
  SELECT d.found_at, o.name AS outlet, a.headline, d.before, d.after, a.url, a.id AS article_id, d.capture_id
    FROM look_differences d JOIN articles a ON a.id = d.article_id JOIN outlets o ON o.id = a.outlet_id
   WHERE d.reason = 'beside_text' ORDER BY d.found_at DESC;

CREATE VIEW withdrawn_articles AS   -- articles that are gone, redirected or replaced
  SELECT a.state_since, a.state, o.name AS outlet, a.headline, a.url, a.id AS article_id
    FROM articles a JOIN outlets o ON o.id = a.outlet_id
   WHERE a.state IN ('gone_once', 'gone', 'redirected', 'replaced') ORDER BY a.state_since DESC;

CREATE VIEW held_back_captures AS   -- captures that were not made a version, and why
  SELECT p.captured_at, o.name AS outlet, a.headline, p.reason, p.url, p.article_id, p.id AS capture_id
    FROM captures p JOIN articles a ON a.id = p.article_id JOIN outlets o ON o.id = a.outlet_id
   WHERE p.decision = 'held_back' ORDER BY p.captured_at DESC;

CREATE VIEW looks_per_article AS    -- how often each article was looked at
  SELECT a.id AS article_id, o.name AS outlet, a.headline, a.capture_count AS looks, a.version_count AS versions,
         round((julianday(a.last_captured_at) - julianday(a.first_captured_at)) * 24, 1) AS watched_hours
    FROM articles a JOIN outlets o ON o.id = a.outlet_id;

CREATE VIEW first_tellings AS       -- which outlet rowback saw first with a story, by month
  SELECT substr(s.first_seen_at, 1, 7) AS month, o.name AS outlet, count(*) AS stories
    FROM stories s JOIN articles a ON a.id = s.first_article_id JOIN outlets o ON o.id = a.outlet_id
   WHERE s.outlet_count > 1 GROUP BY 1, 2 ORDER BY 1 DESC, 3 DESC;

CREATE VIEW copies_between_outlets AS -- passages that one outlet had after another, where that is known
  SELECT f.name AS from_outlet, t.name AS to_outlet, count(DISTINCT p.id) AS passages,
         count(DISTINCT CASE WHEN u.named_outlet_id = v.outlet_id THEN p.id END) AS by_name
    FROM passages p JOIN passage_uses v ON v.passage_id = p.id AND v.version_id = p.first_use_version_id
    JOIN passage_uses u ON u.passage_id = p.id AND u.outlet_id <> v.outlet_id
    JOIN outlets f ON f.id = v.outlet_id JOIN outlets t ON t.id = u.outlet_id
   GROUP BY 1, 2 ORDER BY 3 DESC;

CREATE VIEW delays_behind_first AS  -- how long after the first article of a story rowback saw each other outlet's
  SELECT s.id AS story_id, s.headline, o.name AS outlet,
         round((julianday(min(a.first_captured_at)) - julianday(s.first_seen_at)) * 24, 2) AS hours
    FROM stories s JOIN story_articles m ON m.story_id = s.id JOIN articles a ON a.id = m.article_id
    JOIN outlets o ON o.id = a.outlet_id JOIN articles f ON f.id = s.first_article_id
   WHERE a.outlet_id <> f.outlet_id GROUP BY s.id, o.id;

CREATE VIEW median_delay AS         -- the median of these hours, by outlet
  WITH placed AS (SELECT outlet, hours, row_number() OVER (PARTITION BY outlet ORDER BY hours) AS place,
                         count(*) OVER (PARTITION BY outlet) AS stories FROM delays_behind_first)
  SELECT outlet, stories, round(avg(hours), 2) AS median_hours FROM placed
   WHERE place IN ((stories + 1) / 2, (stories + 2) / 2) GROUP BY outlet, stories ORDER BY 3;

CREATE VIEW wire_copy AS            -- how many of an outlet's articles hold words of a common source
  SELECT o.name AS outlet, count(*) AS articles,
         sum(a.id IN (SELECT u.article_id FROM passage_uses u JOIN passages p ON p.id = u.passage_id
                       WHERE p.kind = 'common_source')) AS with_wire_copy,
         round(avg(a.id IN (SELECT u.article_id FROM passage_uses u JOIN passages p ON p.id = u.passage_id
                       WHERE p.kind = 'common_source')), 3) AS share
    FROM articles a JOIN outlets o ON o.id = a.outlet_id GROUP BY o.id;

CREATE VIEW numbers_in_dispute AS   -- what is counted in a story, of which outlets give other numbers now
  SELECT n.story_id, s.headline AS story, n.counted, o.name AS outlet, n.value, n.said_by, n.sentence, a.url,
         n.article_id
    FROM story_numbers n JOIN stories s ON s.id = n.story_id JOIN outlets o ON o.id = n.outlet_id
    JOIN articles a ON a.id = n.article_id
   WHERE n.gone_by IS NULL AND EXISTS (
           SELECT 1 FROM story_numbers m WHERE m.story_id = n.story_id AND m.counted = n.counted AND m.gone_by IS NULL
              AND m.outlet_id <> n.outlet_id AND m.value NOT IN (
                SELECT k.value FROM story_numbers k WHERE k.story_id = n.story_id AND k.counted = n.counted
                   AND k.outlet_id = n.outlet_id AND k.gone_by IS NULL))
   ORDER BY n.story_id, n.counted, n.said_by;

CREATE VIEW uncorrected_elsewhere AS -- sentences that an article took back and another outlet still had at the last look
  SELECT c.changed_before, c.kind, o.name AS outlet, u.text AS took_back, w.name AS still_at, b.text AS still_says,
         x.last_captured_at, a.url, x.url AS still_url, c.article_id, b.article_id AS still_article_id, c.id AS change_id
    FROM changes c JOIN passage_uses u ON u.article_id = c.article_id AND u.gone_by = c.changed_before
    JOIN passage_uses b ON b.passage_id = u.passage_id AND b.outlet_id <> u.outlet_id AND b.gone_by IS NULL
    JOIN articles a ON a.id = c.article_id JOIN articles x ON x.id = b.article_id
    JOIN outlets o ON o.id = u.outlet_id JOIN outlets w ON w.id = b.outlet_id
   WHERE c.kind IN ('correction_noted', 'fact_changed_unnoted', 'withdrawn', 'redirected') AND c.finding <> 'retracted'
     AND (c.finding = 'settled' OR c.to_version_id IS NOT NULL) AND x.last_captured_at >= c.changed_before
     AND (b.sentence_id = u.sentence_id OR EXISTS (
           SELECT 1 FROM facts f JOIN story_articles m ON m.article_id = u.article_id
             JOIN story_articles n ON n.article_id = b.article_id AND n.story_id = m.story_id
            WHERE f.change_id = c.id AND instr(u.text, f.before) AND instr(b.text, f.before)))
   ORDER BY c.changed_before DESC;

CREATE VIEW words_removed AS        -- what changes took out, newest first
  SELECT c.changed_before, o.name AS outlet, c.kind, e.place, e.before AS words, e.after AS replaced_by, a.headline,
         a.url, c.article_id, c.id AS change_id
    FROM changes c CROSS JOIN _edits e ON e.change_id = c.id JOIN articles a ON a.id = c.article_id
    JOIN outlets o ON o.id = a.outlet_id WHERE e.before <> '' AND c.finding <> 'retracted'
   ORDER BY c.changed_before DESC;

CREATE VIEW words_added AS          -- what changes put in, newest first
  SELECT c.changed_before, o.name AS outlet, c.kind, e.place, e.after AS words, e.before AS instead_of, a.headline,
         a.url, c.article_id, c.id AS change_id
    FROM changes c CROSS JOIN _edits e ON e.change_id = c.id JOIN articles a ON a.id = c.article_id
    JOIN outlets o ON o.id = a.outlet_id WHERE e.after <> '' AND c.finding <> 'retracted'
   ORDER BY c.changed_before DESC;
