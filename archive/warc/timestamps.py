"""Timestamps of the chain's head after RFC 3161: what to ask an authority, what its answer proves, where it is kept.

An answer lies beside chain.txt as `chain-LINE-TIME.tsr`; `openssl ts -verify -digest HEAD -in FILE -CAfile CA` checks
it without rowback. It asks nobody itself. Needs the extra `timestamp`.
"""

import datetime as dt
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Final

from archive.errors import ArchiveError, BadInput
from archive.morgue import Morgue
from archive.times import UTC, digits14

from .chain import Line
from .file import failure
from .locks import sync_folder

if TYPE_CHECKING:
    from rfc3161_client import TimeStampRequest, TimeStampResponse

QUERY_TYPE: Final = "application/timestamp-query"
REPLY_TYPE: Final = "application/timestamp-reply"
LARGEST_REPLY: Final = 1 << 20
_GRANTED: Final = (0, 1)  # granted, granted with modifications (RFC 3161, 2.4.2)


class TimestampsUnavailable(ArchiveError):
    """The library that reads timestamps is not installed."""

    code = 3


class TimestampRefused(ArchiveError):
    """An authority's answer is no timestamp of what was asked."""

    code = 6


@dataclass(frozen=True, slots=True)
class Stamp:
    """A timestamp that is kept."""

    file: str  # beside chain.txt
    head: str  # hex; of the chain at that time
    at: dt.datetime  # as the authority says


@dataclass(frozen=True, slots=True)
class Question:
    """What is sent to an authority."""

    line: Line
    request: "TimeStampRequest"

    @property
    def query(self) -> bytes:
        """The bytes to send."""
        return self.request.as_bytes()


def question(line: Line) -> Question:
    """Return what to ask for the head that a line is. Raises `TimestampsUnavailable`."""
    client = _client()
    builder = client.TimestampRequestBuilder().hash_algorithm(client.HashAlgorithm.SHA256)
    return Question(line, builder.data(line.text.encode()).build())


def check(asked: Question, answer: bytes, *, authority: bytes | None = None) -> Stamp:
    """Return what an answer proves; `authority` is the certificate (PEM) that its signature must lead to.

    Without one the signature is not checked. Raises `TimestampRefused` when it is no timestamp of what was asked.
    """
    response = _decoded(answer)
    if response.status not in _GRANTED:
        raise TimestampRefused(f"the authority refused: {' '.join(response.status_string) or response.status}")
    if response.tst_info.nonce != asked.request.nonce:
        raise TimestampRefused("the answer is not to this question (its nonce differs)")
    if response.tst_info.message_imprint.message.hex() != asked.line.digest:
        raise TimestampRefused("the answer is for other bytes than the chain's head")
    if authority is not None:
        _check_signature(response, asked, authority)
    return Stamp("", asked.line.digest, response.tst_info.gen_time.astimezone(UTC))


def keep(morgue: Morgue, asked: Question, answer: bytes, stamp: Stamp) -> Path:
    """Keep an answer beside the chain, durably; returns where. Raises `DiskFull`, `CaptureFailed`."""
    path = morgue.folder / f"chain-{asked.line.number}-{digits14(stamp.at)}.tsr"
    try:
        with path.open("wb") as file:
            file.write(answer)
            file.flush()
            os.fsync(file.fileno())
        sync_folder(morgue.folder)
    except OSError as error:
        raise failure(error, path) from error
    return path


def kept(morgue: Morgue) -> list[Path]:
    """Return the answers that are kept beside the chain, oldest line first."""
    found = ((int(path.name.split("-")[1]), path) for path in morgue.folder.glob("chain-[0-9]*-*.tsr"))
    return [path for _, path in sorted(found)]


def stamps(paths: list[Path]) -> Iterator[Stamp | TimestampRefused]:
    """Read kept answers back; one that is none comes as the error. Raises `TimestampsUnavailable`."""
    for path in paths:
        try:
            info = _decoded(path.read_bytes()).tst_info
        except TimestampRefused as error:
            yield TimestampRefused(error.message, subject=path.name)
            continue
        yield Stamp(path.name, info.message_imprint.message.hex(), info.gen_time.astimezone(UTC))


def _decoded(answer: bytes) -> "TimeStampResponse":
    client = _client()
    try:
        decoded: TimeStampResponse = client.decode_timestamp_response(answer)
    except ValueError as error:
        raise TimestampRefused(f"the answer is no timestamp ({error})") from None
    return decoded


def _check_signature(response: "TimeStampResponse", asked: Question, authority: bytes) -> None:
    client = _client()
    from cryptography import x509

    try:
        roots = x509.load_pem_x509_certificates(authority)
    except ValueError as error:
        raise BadInput(f"no certificate in PEM ({error})", subject="--ca") from None
    builder = client.VerifierBuilder.from_request(asked.request)
    for root in roots:
        builder = builder.add_root_certificate(root)
    try:
        builder.build().verify_message(response, asked.line.text.encode())
    except (client.VerificationError, ValueError) as error:
        raise TimestampRefused(f"its signature does not lead to that certificate ({error})") from None


def _client() -> ModuleType:
    try:
        import rfc3161_client
    except ImportError:
        cure = "Install it: pip install 'rowback[timestamp]'"
        raise TimestampsUnavailable("reading timestamps needs an extra", cure=cure) from None
    return rfc3161_client
