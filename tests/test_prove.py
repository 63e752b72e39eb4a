"""`rowback prove`: a stranger follows HOW-TO-CHECK.txt to the letter, and finds out when something does not fit."""

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from archive.cli.output import guarded
from archive.compare.operations import Operation, Span
from archive.export.difference import Side, Told, page
from archive.store import warcs
from archive.warc import chain
from archive.warc.reader import StoredRecord, iterate
from crawler.cli import root
from tests.keeping import PAGE, at, content, exchange, opened

Run = Callable[..., tuple[int, str, str]]
FERRY = "https://example.org/2017/ferry"
AROUND = ("It had forty passengers.", "The crew of six was aboard.", "It is the first crossing of the year.")
SCRIPT = "The <script>alert(1)</script> left at nine & ten."


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def called(folder: Path, *arguments: str) -> tuple[int, str, str]:
        code = guarded(root, ["--morgue", str(folder), *arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return called


@pytest.fixture(scope="module")
def morgue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep a page twice, changed, and changed back: the third version is a revisit of the first one's bytes."""
    folder = tmp_path_factory.mktemp("proof") / "morgue"
    looks = [(PAGE, "The ferry left at nine."), (PAGE + b"2", SCRIPT), (PAGE, "The ferry left at nine.")]
    for hour, (body, said) in enumerate(looks):
        with opened(folder, 60 * hour) as archive:
            (kept,) = archive.keep([exchange(body=body, minute=60 * hour)])
            archive.keep_reading(kept.id, content("Ferry leaves", said, *AROUND), at(60 * hour + 1))
            chain.append(archive.morgue, warcs.indexed(archive.connection), at(60 * hour + 2))
    return folder


def proved(run: Run, morgue: Path, folder: Path, *arguments: str) -> Path:
    path = folder / "proof.wacz"
    code, out, err = run(morgue, "prove", FERRY, "-o", str(path), *arguments)
    assert (code, out, err) == (0, "", "")
    return path


def commands(path: Path) -> list[str]:
    """Return the commands of the text, as they stand there."""
    with zipfile.ZipFile(path) as package:
        lines = package.read("proof/HOW-TO-CHECK.txt").decode().splitlines()
    return [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]


def follow(path: Path) -> "subprocess.CompletedProcess[str]":
    """Do what the text says, in a shell that has coreutils and warcio."""
    environment = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": str(path.parent)}
    script = "set -e -o pipefail\n" + "\n".join(commands(path))
    return subprocess.run(["bash", "-c", script], cwd=path.parent, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize("version", ["1", "2", "3"])
def test_a_stranger_can_follow_the_text_to_the_letter(run: Run, morgue: Path, tmp_path: Path, version: str) -> None:
    path = proved(run, morgue, tmp_path, "--version", version)
    followed = follow(path)
    assert followed.returncode == 0, followed.stderr + followed.stdout
    pages = sorted((tmp_path / "checked").glob("page-*.html"))
    assert [each.read_bytes() for each in pages] == ([PAGE] if version == "1" else [PAGE, PAGE + b"2"])
    assert (tmp_path / "checked" / "record-1.txt").read_bytes().startswith(b"WARC/1.1")


def altered(path: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    """Write a package again with one file changed."""
    with zipfile.ZipFile(path) as package:
        files = {each: package.read(each) for each in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for each, data in files.items():
            package.writestr(each, change(data) if each == name else data)


def test_a_changed_byte_stops_who_follows_the_text(run: Run, morgue: Path, tmp_path: Path) -> None:
    path = proved(run, morgue, tmp_path)
    with zipfile.ZipFile(path) as package:
        (name,) = (each for each in package.namelist() if each.startswith("archive/"))
    altered(path, name, lambda data: data[:700] + bytes([data[700] ^ 1]) + data[701:])
    assert "FAILED" in follow(path).stdout


def test_a_record_that_was_forged_with_its_checksums_is_found_by_the_digests_in_the_text(
    run: Run, morgue: Path, tmp_path: Path
) -> None:
    path = proved(run, morgue, tmp_path)
    with zipfile.ZipFile(path) as package:
        (name,) = (each for each in package.namelist() if each.startswith("archive/"))
    altered(path, name, lambda data: data[:700] + bytes([data[700] ^ 1]) + data[701:])
    altered(path, "proof/SHA256SUMS", lambda data: b"".join(x for x in data.splitlines(True) if b"archive/" not in x))
    followed = follow(path)
    assert (followed.returncode != 0, "FAILED" in followed.stdout) == (True, False)


def test_the_text_begins_with_what_it_shows_and_what_not(run: Run, morgue: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(proved(run, morgue, tmp_path)) as package:
        text = package.read("proof/HOW-TO-CHECK.txt").decode()
    shows, not_shown, first = (text.index(each) for each in ("WHAT IT SHOWS", "WHAT IT DOES NOT SHOW", "1. Unpack"))
    assert shows < not_shown < first
    assert max(map(len, (line for line in text.splitlines() if not line.startswith(("$", "   "))))) <= 120


def test_a_proof_holds_the_records_behind_both_versions_and_no_others(run: Run, morgue: Path, tmp_path: Path) -> None:
    path = proved(run, morgue, tmp_path, "--version", "3")
    with zipfile.ZipFile(path) as package:
        package.extractall(tmp_path)
    kinds: list[str] = []
    for warc in (tmp_path / "archive").iterdir():
        for record in iterate(warc):
            assert isinstance(record, StoredRecord)
            kinds.append(record.type)
    events = ["metadata", "request"] * 3
    assert sorted(kinds) == sorted(["warcinfo", "response", "response", "revisit", "conversion", "conversion", *events])


def test_the_chain_s_lines_are_those_over_the_records(run: Run, morgue: Path, tmp_path: Path) -> None:
    path = proved(run, morgue, tmp_path, "--version", "2")
    with zipfile.ZipFile(path) as package:
        lines = package.read("proof/chain.txt").decode().splitlines(keepends=True)
        text = package.read("proof/HOW-TO-CHECK.txt").decode()
    own = (morgue / "chain.txt").read_text().splitlines(keepends=True)
    assert lines == own[:2]
    assert chain.parse("".join(own))[-1].digest in text  # type: ignore[union-attr]
    for line, recipe in zip(lines, re.findall(r"^   (tail .*)", text, re.M), strict=True):
        opened_still = recipe.replace(".warc.gz", ".warc.gz.open")
        said = subprocess.run(["bash", "-c", opened_still], cwd=morgue / "warcs", capture_output=True, text=True)
        assert said.stdout.split()[0] == line.split()[5]


def test_a_proof_is_a_package_that_others_open(run: Run, morgue: Path, tmp_path: Path) -> None:
    path = proved(run, morgue, tmp_path)
    command = [sys.executable, "-c", "import sys; from wacz.main import main; sys.exit(main())", "validate", "-f", path]
    said = subprocess.run(command, capture_output=True, text=True)
    assert "Validation succeeded" in said.stdout
    with zipfile.ZipFile(path) as package:
        pages = [json.loads(line) for line in package.read("pages/pages.jsonl").splitlines()][1:]
    assert [each["title"] for each in pages] == ["Ferry leaves (version 2)", "Ferry leaves (version 3)"]


class Tags(HTMLParser):
    """Collects the tags of a page, and its words inside some."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = [""]
        self.words: dict[str, str] = {"del": "", "ins": ""}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not [name for name, _ in attrs if name in ("src", "href", "onload", "style")]
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        if self.tags[-1] in self.words:
            self.words[self.tags[-1]] += data


def test_the_difference_is_a_page_without_script_or_link(run: Run, morgue: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(proved(run, morgue, tmp_path, "--version", "2")) as package:
        html = package.read("proof/difference.html").decode()
    parsed = Tags()
    parsed.feed(html)
    assert not {"script", "a", "img", "link", "iframe"} & set(parsed.tags)
    assert "<script>alert(1)</script>" in parsed.words["ins"]
    assert "default-src 'none'" in html


def test_whatever_a_page_says_is_text_in_the_difference() -> None:
    evil = '"><script src=//x></script><img onerror=a>'
    told = Told(url=evil, language=evil, sides=[Side(evil, evil, [(evil, evil)])], kind=evil, evidence=evil, about=evil)
    spans = (Span("kept", evil), Span("added", evil), Span("removed", evil))
    parsed = Tags()
    parsed.feed(page(told, [Operation(kind="moved", before=(0,), after=(0,), spans=spans, where="headline")]))
    assert not {"script", "img"} & set(parsed.tags)


def test_the_first_version_is_proved_alone(run: Run, morgue: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(proved(run, morgue, tmp_path, "--version", "1")) as package:
        html = package.read("proof/difference.html").decode()
    assert "Version 1" in html
    assert "<ins>" not in html
    assert f'<p dir="auto">{AROUND[0]}</p>' in html


def test_a_proof_of_a_damaged_record_is_refused(run: Run, tmp_path: Path) -> None:
    with opened(tmp_path / "morgue") as archive:
        (kept,) = archive.keep([exchange()])
        archive.keep_reading(kept.id, content("Ferry leaves", *AROUND), at(1))
    (path,) = (tmp_path / "morgue" / "warcs").glob("*/*/*.open")
    data = bytearray(path.read_bytes())
    data[kept.offset + 40] ^= 1
    path.write_bytes(data)
    code, _, err = run(tmp_path / "morgue", "prove", FERRY, "-o", str(tmp_path / "p.wacz"))
    assert (code, (tmp_path / "p.wacz").exists()) == (9, False)
    assert f"at {kept.offset}" in err


def test_json_names_the_file(run: Run, morgue: Path, tmp_path: Path) -> None:
    code, out, _ = run(morgue, "prove", FERRY, "-o", str(tmp_path / "p.wacz"), "--json")
    assert (code, json.loads(out)["proof"]["path"]) == (0, str(tmp_path / "p.wacz"))


def test_a_proof_is_written_over_no_other_file(run: Run, morgue: Path, tmp_path: Path) -> None:
    (tmp_path / "p.wacz").write_bytes(b"mine")
    code, out, err = run(morgue, "prove", FERRY, "-o", str(tmp_path / "p.wacz"))
    assert (code, out) == (2, "")
    assert "is there already" in err
    assert "Name another file with -o" in err
    assert (tmp_path / "p.wacz").read_bytes() == b"mine"


def test_a_version_that_is_not_there_is_refused(run: Run, morgue: Path, tmp_path: Path) -> None:
    assert run(morgue, "prove", FERRY, "--version", "9", "-o", str(tmp_path / "p.wacz"))[0] == 4
