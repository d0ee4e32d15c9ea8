"""A release is fetched from a real server on this machine, which cuts off, lies, or sends elsewhere."""

from __future__ import annotations

import hashlib
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import release_files
from kgbuild.errors import OutputError, ReleaseError
from kgbuild.releases import ReleaseIndex, download, file_name

pytestmark = pytest.mark.network
CONTENT = bytes(range(256)) * 2000
NAME = "Thesaurus.FLAT.zip"


@dataclass
class Site:
    """What the server gives, and what it was asked."""

    content: bytes = CONTENT
    tag: str = '"one"'
    cuts: list[int] = field(default_factory=list)
    """Bytes behind which the next answers break off."""
    knows_ranges: bool = True
    shift: int = 0
    """By how much it misses the byte that was asked for."""
    moved_to: str = ""
    status: int = 200
    asked: list[dict[str, str]] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    """Answers as the site says."""

    protocol_version = "HTTP/1.1"

    def __init__(self, site: Site, *given: object) -> None:
        self.site = site
        super().__init__(*given)  # type: ignore[arg-type] # as the server gives them

    def do_GET(self) -> None:
        site = self.site
        site.asked.append({key.lower(): value for key, value in self.headers.items()})
        start = 0
        wanted = self.headers.get("Range", "")
        if wanted and site.knows_ranges and self.headers.get("If-Range") == site.tag:
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
        if site.moved_to:
            self.send_response(302)
            self.send_header("Location", site.moved_to)
        elif start >= len(site.content) and start:
            self.send_response(416)
            self.send_header("Content-Range", f"bytes */{len(site.content)}")
        elif start:
            self.send_response(206)
            start += site.shift
            self.send_header("Content-Range", f"bytes {start}-{len(site.content) - 1}/{len(site.content)}")
        else:
            self.send_response(site.status)
        rest = b"" if site.moved_to else site.content[start:]
        self.send_header("ETag", site.tag)
        self.send_header("Content-Length", str(len(rest)))
        self.end_headers()
        cut = site.cuts.pop(0) if site.cuts else len(rest)
        self.wfile.write(rest[:cut])
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""


Serve = Callable[..., tuple[Site, str]]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start a server; its site and the address of the release."""
    running: list[ThreadingHTTPServer] = []

    def start(*, certificate: Path | None = None, **given: object) -> tuple[Site, str]:
        site = Site(**given)  # type: ignore[arg-type] # fields by their names
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, site))
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
            server.handle_error = lambda *_: None  # type: ignore[method-assign] # a refused handshake is what is meant
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        running.append(server)
        return site, f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_port}/releases/{NAME}"

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


def test_a_download_that_is_cut_off_is_continued(serve: Serve, tmp_path: Path) -> None:
    site, address = serve(cuts=[100_000])
    said: list[str] = []
    got = download(address, tmp_path / NAME, said.append)
    assert (tmp_path / NAME).read_bytes() == CONTENT
    assert (got.size, got.sha256, got.resumed) == (len(CONTENT), hashlib.sha256(CONTENT).hexdigest(), True)
    assert site.asked[1]["range"] == "bytes=100000-"
    assert site.asked[1]["if-range"] == '"one"'
    assert [line for line in said if "broke off after 100000 bytes" in line] == said
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_a_later_run_goes_on_where_an_earlier_one_gave_up(serve: Serve, tmp_path: Path) -> None:
    site, address = serve(cuts=[100_000, 0])
    with pytest.raises(ReleaseError) as caught:
        download(address, tmp_path / NAME)
    assert "run the same command to continue" in str(caught.value)
    assert (tmp_path / f"{NAME}.part").stat().st_size == 100_000
    assert download(address, tmp_path / NAME).resumed
    assert site.asked[-1]["range"] == "bytes=100000-"
    assert (tmp_path / NAME).read_bytes() == CONTENT


def test_a_part_that_is_whole_already_is_taken(serve: Serve, tmp_path: Path) -> None:
    _, address = serve(cuts=[100_000, 0])
    with pytest.raises(ReleaseError):
        download(address, tmp_path / NAME)
    (tmp_path / f"{NAME}.part").write_bytes(CONTENT)
    assert download(address, tmp_path / NAME).size == len(CONTENT)


def test_a_file_that_changed_meanwhile_is_fetched_anew(serve: Serve, tmp_path: Path) -> None:
    site, address = serve(cuts=[100_000, 0])
    with pytest.raises(ReleaseError):
        download(address, tmp_path / NAME)
    site.content, site.tag = CONTENT[::-1], '"two"'
    got = download(address, tmp_path / NAME)
    assert not got.resumed
    assert (tmp_path / NAME).read_bytes() == CONTENT[::-1]


def test_what_is_left_of_another_address_is_not_continued(serve: Serve, tmp_path: Path) -> None:
    _, address = serve(cuts=[100_000, 0])
    with pytest.raises(ReleaseError):
        download(address, tmp_path / NAME)
    other, elsewhere = serve(content=CONTENT[::-1])
    assert not download(elsewhere, tmp_path / NAME).resumed
    assert "range" not in other.asked[0]
    assert (tmp_path / NAME).read_bytes() == CONTENT[::-1]


@pytest.mark.parametrize("site", [{"tag": 'W/"weak"'}, {"knows_ranges": False}])
def test_without_a_way_to_go_on_the_whole_is_fetched(serve: Serve, tmp_path: Path, site: dict[str, object]) -> None:
    _, address = serve(cuts=[100_000], **site)
    assert not download(address, tmp_path / NAME).resumed
    assert (tmp_path / NAME).read_bytes() == CONTENT


def test_a_rest_that_begins_elsewhere_is_not_appended(serve: Serve, tmp_path: Path) -> None:
    site, address = serve(cuts=[100_000], shift=5)
    assert not download(address, tmp_path / NAME).resumed
    assert ["range" in asked for asked in site.asked] == [False, True, False]
    assert (tmp_path / NAME).read_bytes() == CONTENT


def test_a_server_that_always_cuts_off_is_given_up(serve: Serve, tmp_path: Path) -> None:
    site, address = serve(cuts=[10] * 20)
    with pytest.raises(ReleaseError, match="broke off after 40 bytes"):
        download(address, tmp_path / NAME)
    assert len(site.asked) == 4
    assert not (tmp_path / NAME).exists()


def test_a_server_that_refuses_is_told_and_the_old_file_kept(serve: Serve, tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"of before")
    _, address = serve(status=404)
    with pytest.raises(ReleaseError, match="the server answers 404 Not Found"):
        download(address, tmp_path / NAME)
    assert (tmp_path / NAME).read_bytes() == b"of before"


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))  # and does not listen
        with pytest.raises(ReleaseError, match="broke off after 0 bytes"):
            download(f"http://127.0.0.1:{bound.getsockname()[1]}/x.zip", tmp_path / NAME)


def test_a_redirection_is_followed_but_only_over_the_web(serve: Serve, tmp_path: Path) -> None:
    _, address = serve()
    _, moved = serve(moved_to=address)
    assert download(moved, tmp_path / NAME).size == len(CONTENT)
    _, leading_away = serve(moved_to="file:///etc/passwd")
    with pytest.raises(ReleaseError, match="cannot be fetched"):
        download(leading_away, tmp_path / NAME)


def test_a_certificate_that_nobody_vouches_for_is_refused(serve: Serve, tmp_path: Path, root: Path) -> None:
    site, address = serve(certificate=root / "tests" / "self_signed.pem")
    with pytest.raises(ReleaseError, match="its certificate is not trusted"):
        download(address, tmp_path / NAME)
    assert site.asked == []


def test_https_never_leads_to_http(serve: Serve, tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = root / "tests" / "self_signed.pem"
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    _, address = serve(certificate=certificate)
    assert download(address, tmp_path / NAME).size == len(CONTENT)
    _, open_to_all = serve()
    _, moved = serve(certificate=certificate, moved_to=open_to_all)
    with pytest.raises(ReleaseError, match="which is not https"):
        download(moved, tmp_path / "other.zip")
    assert not (tmp_path / "other.zip").exists()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("file:///etc/passwd", "is no address to fetch from; give one that begins with https://"),
        ("ftp://example.org/x.zip", "is no address to fetch from"),
        ("Thesaurus.FLAT.zip", "is no address to fetch from"),
        ("https://", "is no address to fetch from"),
        ("https://me:secret@example.org/x.zip", "names a user or password"),
    ],
)
def test_an_address_that_is_none_is_refused(tmp_path: Path, address: str, said: str) -> None:
    for refused in (lambda: download(address, tmp_path / NAME), lambda: file_name(address)):
        with pytest.raises(ReleaseError) as caught:
            refused()
        assert said in str(caught.value)
        assert "secret" not in str(caught.value)


def test_a_link_is_not_written_through(serve: Serve, tmp_path: Path) -> None:
    _, address = serve()
    (tmp_path / NAME).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="is no plain file"):
        download(address, tmp_path / NAME)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://example.org/a/b.zip", "b.zip"),
        ("https://example.org/", NAME),
        ("https://example.org/..", NAME),
        ("https://example.org/a/..%2F..%2Fetc%2Fpasswd", "passwd"),
        ("https://example.org/a%5C..%5Cb.zip", "b.zip"),
    ],
)
def test_an_address_never_names_a_file_elsewhere(address: str, name: str) -> None:
    assert file_name(address) == name


def test_import_fetches_shows_the_checksum_and_remembers_the_address(serve: Serve, tmp_path: Path) -> None:
    release = release_files.zipped(tmp_path / "site", release_files.lines([("C1", "", "Wibble", "", "")]))
    content = release.read_bytes()
    _, address = serve(content=content, cuts=[50])
    command = [sys.executable, "-m", "kgbuild", "terms", "import", "--url", address, "-o", "terms.sqlite"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"SHA-256 {hashlib.sha256(content).hexdigest()}" in done.stderr
    assert "(continued)" in done.stderr
    assert (tmp_path / NAME).read_bytes() == content
    index = ReleaseIndex.open(tmp_path / "terms.sqlite")
    assert (index.source["address"], index.source["concepts"]) == (address, "1")
