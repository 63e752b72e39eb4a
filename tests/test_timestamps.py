"""The chain's head is timestamped by an authority played on loopback with openssl."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from archive import verify
from archive.cli.output import guarded
from archive.morgue import Morgue
from archive.store import warcs
from archive.warc import chain, timestamps
from archive.warc.timestamps import TimestampRefused
from crawler.cli import root
from tests.keeping import PAGE, at, exchange, opened

pytest.importorskip("rfc3161_client", reason="the extra `timestamp`")
if shutil.which("openssl") is None:
    pytest.skip("no openssl to play the authority", allow_module_level=True)

CONFIG = """[tsa]
default_tsa = t
[t]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
other_policies = 1.2.3.4.2
digests = sha256
ess_cert_id_alg = sha256
"""


@dataclass
class Authority:
    """A timestamping authority: its address, its root certificate, and what it answers instead of the truth."""

    url: str
    ca: Path
    instead: bytes | None = None
    earlier: bytes | None = None


def openssl(folder: Path, arguments: str) -> None:
    subprocess.run(["openssl", *arguments.split()], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tsa")
    (folder / "serial").write_text("01")
    (folder / "ext").write_text("extendedKeyUsage=critical,timeStamping\n")
    (folder / "config").write_text(CONFIG.format(folder=folder))
    for name in ("ca", "other"):
        openssl(folder, f"req -x509 -newkey rsa:2048 -nodes -keyout {name}.key -out {name}.pem -subj /CN={name}")
    openssl(folder, "req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj /CN=tsa")
    openssl(folder, "x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile ext -out tsa.pem")
    return folder


@pytest.fixture
def authority(keys: Path) -> Iterator[Authority]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            (keys / "query").write_bytes(query)
            openssl(keys, "ts -reply -queryfile query -config config -out reply")
            answer = made.instead if made.instead is not None else (keys / "reply").read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        made = Authority(f"http://127.0.0.1:{server.server_port}/tsr", keys / "ca.pem")
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        server.shutdown()
        thread.join()


@pytest.fixture
def morgue(tmp_path: Path) -> Morgue:
    grow(tmp_path, 0)
    return Morgue(tmp_path)


def grow(folder: Path, minute: int) -> None:
    with opened(folder, minute) as archive:
        archive.keep([exchange(body=PAGE + b"%d" % minute, minute=minute)])
        chain.append(archive.morgue, warcs.indexed(archive.connection), at(minute))


def run(morgue: Morgue, *arguments: str) -> int:
    return guarded(root, ["--morgue", str(morgue.folder), *arguments])


def test_the_head_is_timestamped_kept_and_verified_and_openssl_agrees(
    morgue: Morgue, authority: Authority, keys: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(morgue, "timestamp", authority.url, "--ca", str(authority.ca), "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["head"], said["line"], said["checked"]) == (chain.head(morgue), 1, True)
    openssl(keys, f"ts -verify -digest {said['head']} -in {said['file']} -CAfile {authority.ca}")
    grow(morgue.folder, 5)
    report = verify.verify(morgue)
    assert report.sound
    assert [stamp.head for stamp in report.stamps] == [said["head"]]


def test_a_chain_that_was_made_anew_does_not_fit_its_timestamp(morgue: Morgue, authority: Authority) -> None:
    assert run(morgue, "timestamp", authority.url) == 0
    morgue.chain.unlink()
    grow(morgue.folder, 9)
    (finding,) = verify.verify(morgue).findings
    assert finding.what == "altered"
    assert (finding.file or "").endswith(".tsr")


def test_a_damaged_timestamp_is_named(morgue: Morgue, authority: Authority) -> None:
    assert run(morgue, "timestamp", authority.url) == 0
    (path,) = timestamps.kept(morgue)
    path.write_bytes(path.read_bytes()[:50])
    (finding,) = verify.verify(morgue).findings
    assert (finding.file, finding.what) == (path.name, "altered")


@pytest.mark.parametrize("answer", [b"", b"<html>no</html>", b"\x30\x03\x02\x01\x00", b"0" * ((1 << 20) + 1)])
def test_an_answer_that_is_no_timestamp_is_refused_and_not_kept(
    morgue: Morgue, authority: Authority, answer: bytes
) -> None:
    authority.instead = answer
    assert run(morgue, "timestamp", authority.url) == 6
    assert timestamps.kept(morgue) == []


def test_an_earlier_answer_played_again_is_refused(morgue: Morgue, authority: Authority) -> None:
    assert run(morgue, "timestamp", authority.url) == 0
    (path,) = timestamps.kept(morgue)
    authority.instead = path.read_bytes()
    assert run(morgue, "timestamp", authority.url) == 6


def test_a_signature_of_another_authority_is_refused(
    morgue: Morgue, authority: Authority, keys: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(morgue, "timestamp", authority.url, "--ca", str(keys / "other.pem")) == 6
    assert "does not lead to that certificate" in capsys.readouterr().err
    assert timestamps.kept(morgue) == []


def test_no_authority_no_web_address_and_no_chain_are_told(
    tmp_path: Path, morgue: Morgue, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(morgue, "timestamp", "http://127.0.0.1:9/") == 6
    assert run(morgue, "timestamp", "file:///etc/passwd") == 2
    with opened(tmp_path / "empty"):
        pass
    assert run(Morgue(tmp_path / "empty"), "timestamp", "http://127.0.0.1:9/") == 4
    assert "Traceback" not in capsys.readouterr().err


def test_other_bytes_than_the_head_are_refused(morgue: Morgue) -> None:
    (line,) = (each for each in chain.load(morgue) if isinstance(each, chain.Line))
    with pytest.raises(TimestampRefused):
        timestamps.check(timestamps.question(line), b"")
