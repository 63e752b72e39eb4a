"""What crawler, spiders and users may import of the archive; each name is loaded when it is first asked for."""

from . import errors, exits, ids, morgue, times, urls
from .amounts import said as said_length
from .amounts import said_size
from .cli.changes import changes as changes_command
from .cli.choice import find_article
from .cli.context import Context, Looking, looking, open_lookup
from .cli.diff import diff as diff_command
from .cli.log import log as log_command
from .cli.output import Output, guarded, unbroken
from .cli.output import table as output_table
from .cli.stories import stories as stories_command
from .compare import Comparison, side_by_side
from .errors import BadInput, CaptureFailed, DiskFull, MorgueError, MorgueLocked, NotHttp, NotInArchive, RowbackError
from .export.selecting import withheld_articles
from .extract import READER
from .extract import read as read_page
from .extract.fixture import SavedPage, lacking
from .extract.fixture import save as save_page
from .ingest import learning
from .ingest.archive import Archive
from .ingest.deriving import Settled
from .ingest.door import Ingest
from .ingest.hidden import hidden_identities, hides
from .ingest.pool import READER as READER_PATH
from .ingest.pool import ReaderPool, is_alone
from .ingest.telling import tell_stories
from .lookup import ArticleRow, Lookup, metadata
from .lookup import stories as story_questions
from .lookup.health import Alarm
from .lookup.health import alarms as find_alarms
from .lookup.moments import Zone, earliest, latest
from .lookup.moments import zone as zone_named
from .models import Capture, Content, Exchange, Miss, MissReason, Provenance, Purpose, Rejection, Truncated
from .morgue import Morgue
from .morgue import create as create_morgue
from .morgue import find as find_morgue
from .spool import Spool
from .store import alarms as told_alarms
from .store import captures as capture_rows
from .store import coverage as coverage_rows
from .store import crawls as crawl_rows
from .store import findings as finding_rows
from .store import health as health_rows
from .store import paces as pace_rows
from .store import positions as position_rows
from .store import sources as source_rows
from .store import spending as spending_rows
from .store import told as told_rows
from .store import watched as watched_rows
from .store.alarms import Key as AlarmKey
from .store.alarms import Noted as NotedAlarm
from .store.connection import connect_reader, transaction
from .store.crawls import CrawlEnd, CrawlStatus
from .store.desk import open_desk, read_desk
from .store.desk import shape as shape_desk
from .store.findings import Found as FoundChange
from .store.health import Vitals
from .store.paces import PaceRow
from .store.positions import FrontPage, Place
from .store.sources import CandidateRow, OutletRow, SourceKind, SourceRow
from .store.told import Entry as ToldEntry
from .store.told import Key as ToldKey
from .store.watched import HistoryRow, Validators, WatchedRow
from .terms import KINDS
from .terms import words as kind_words
from .times import UTC, iso, parse_iso
from .urls import identity_key
from .urls import parse as parse_url
from .warc import chain, timestamps
from .warc.capture import answered as read_answer
from .warc.capture import capture as make_capture
from .warc.capture import told as describe_answer
from .warc.file import Placed
from .warc.ledger import Ledger, OutletPart, SourceCount
from .warc.records import WarcInfo
from .warc.timestamps import LARGEST_REPLY, QUERY_TYPE, REPLY_TYPE, TimestampRefused
from .wording.text import clean, one_line

__all__ = [
    "KINDS",
    "LARGEST_REPLY",
    "QUERY_TYPE",
    "READER",
    "READER_PATH",
    "REPLY_TYPE",
    "UTC",
    "Alarm",
    "AlarmKey",
    "Archive",
    "ArticleRow",
    "BadInput",
    "CandidateRow",
    "Capture",
    "CaptureFailed",
    "Comparison",
    "Content",
    "Context",
    "CrawlEnd",
    "CrawlStatus",
    "DiskFull",
    "Exchange",
    "FoundChange",
    "FrontPage",
    "HistoryRow",
    "Ingest",
    "Ledger",
    "Looking",
    "Lookup",
    "Miss",
    "MissReason",
    "Morgue",
    "MorgueError",
    "MorgueLocked",
    "NotHttp",
    "NotInArchive",
    "NotedAlarm",
    "OutletPart",
    "OutletRow",
    "Output",
    "PaceRow",
    "Place",
    "Placed",
    "Provenance",
    "Purpose",
    "ReaderPool",
    "Rejection",
    "RowbackError",
    "SavedPage",
    "Settled",
    "SourceCount",
    "SourceKind",
    "SourceRow",
    "Spool",
    "TimestampRefused",
    "ToldEntry",
    "ToldKey",
    "Truncated",
    "Validators",
    "Vitals",
    "WarcInfo",
    "WatchedRow",
    "Zone",
    "capture_rows",
    "chain",
    "changes_command",
    "clean",
    "connect_reader",
    "coverage_rows",
    "crawl_rows",
    "create_morgue",
    "describe_answer",
    "diff_command",
    "earliest",
    "errors",
    "exits",
    "find_alarms",
    "find_article",
    "find_morgue",
    "finding_rows",
    "guarded",
    "health_rows",
    "hidden_identities",
    "hides",
    "identity_key",
    "ids",
    "is_alone",
    "iso",
    "kind_words",
    "lacking",
    "latest",
    "learning",
    "log_command",
    "looking",
    "make_capture",
    "metadata",
    "morgue",
    "one_line",
    "open_desk",
    "open_lookup",
    "output_table",
    "pace_rows",
    "parse_iso",
    "parse_url",
    "position_rows",
    "read_answer",
    "read_desk",
    "read_page",
    "said_length",
    "said_size",
    "save_page",
    "shape_desk",
    "side_by_side",
    "source_rows",
    "spending_rows",
    "stories_command",
    "story_questions",
    "tell_stories",
    "times",
    "timestamps",
    "told_alarms",
    "told_rows",
    "transaction",
    "unbroken",
    "urls",
    "watched_rows",
    "withheld_articles",
    "zone_named",
]
