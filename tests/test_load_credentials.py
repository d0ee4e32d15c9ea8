"""Who loads is told to the one server that is meant, over a way that nobody listens to, and to nobody else."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from faulty_server import Serve, Site, Trouble, serving
from graph_files import written
from kgbuild.cli import main
from store_servers import free_port

pytestmark = pytest.mark.network
SECRET = "hunter2-\u00e9"  # noqa: S105 -- it opens nothing
BASIC = f"Basic {b64encode(f'nci:{SECRET}'.encode()).decode()}"


@pytest.fixture
def serve() -> Iterator[Serve]:
    with serving() as start:
        yield start


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KGBUILD_USER", "nci")
    monkeypatch.setenv("KGBUILD_PASSWORD", SECRET)
    monkeypatch.setenv("KGBUILD_TOKEN", "t0ken.~+/=")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path / "graph.nq")


@pytest.fixture
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of credentials, without any in the environment."""
    for name in ("KGBUILD_USER", "KGBUILD_PASSWORD", "KGBUILD_TOKEN"):
        monkeypatch.delenv(name)
    found = tmp_path / "secrets.toml"
    found.write_text(f'user = "nci"\npassword = "{SECRET}"\n', encoding="utf-8")
    found.chmod(0o600)
    return found


def run(file: Path, address: str, *flags: str) -> int:
    with pytest.raises(SystemExit) as ending:
        main(["load", str(file), "--endpoint", address, *flags])
    return int(ending.value.code or 0)


def shown(site: Site) -> set[str]:
    return {authorization for _, authorization in site.asked}


@pytest.mark.parametrize(("scheme", "header"), [("basic", BASIC), ("bearer", "Bearer t0ken.~+/=")])
def test_every_request_tells_who_loads(serve: Serve, file: Path, scheme: str, header: str) -> None:
    site, address = serve()
    assert run(file, address, "--auth", scheme) == 0
    assert shown(site) == {header}


def test_nothing_is_told_unasked(serve: Serve, file: Path) -> None:
    site, address = serve()
    assert run(file, address) == 0
    assert shown(site) == {""}


def test_another_server_for_queries_is_told_nothing(serve: Serve, file: Path) -> None:
    site, address = serve()
    other, queries = serve()
    other.graphs = site.graphs
    assert run(file, address, "--auth", "basic", "--query-endpoint", queries) == 0
    assert (shown(site), shown(other)) == ({BASIC}, {""})


def test_credentials_come_from_a_file_that_nobody_else_reads(
    serve: Serve, file: Path, secrets: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site, address = serve()
    assert run(file, address, "--auth", "basic", "--credentials", str(secrets)) == 0
    assert shown(site) == {BASIC}
    for rights in (0o640, 0o604, 0o602):
        secrets.chmod(rights)
        assert run(file, address, "--auth", "basic", "--credentials", str(secrets)) == 2
        assert f"may be read by others, so that it is not used; run chmod 600 {secrets}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("user = nci\npassword = hunter2", "is no TOML"),
        ('user = "nci"\npasswd = "hunter2"', "unknown key 'passwd'"),
        ('user = "nci"\npassword = 5', "a value is no text"),
        ('user = "nci"', "--auth needs KGBUILD_PASSWORD in the environment"),
        ('password = "hunter2"', "--auth needs KGBUILD_USER in the environment"),
        ('user = "n:ci"\npassword = "hunter2"', "holds a colon"),
        ('user = "n\\nX: ci"\npassword = "hunter2"', "control characters"),
    ],
)
def test_a_file_of_another_form_is_told_and_not_shown(
    file: Path, secrets: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    secrets.write_text(text, encoding="utf-8")
    address = f"http://127.0.0.1:{free_port()}/store"
    assert run(file, address, "--auth", "basic", "--credentials", str(secrets)) == 2
    err = capsys.readouterr().err
    assert (said in err, "hunter2" in err) == (True, False)


@pytest.mark.parametrize("token", ["", "two words\n", "a\r\nX-Evil: 1", 'quo"te'])
def test_a_token_that_no_header_can_carry_is_refused_unseen(
    serve: Serve, file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setenv("KGBUILD_TOKEN", token)
    site, address = serve()
    assert run(file, address, "--auth", "bearer") == 2
    err = capsys.readouterr().err
    assert "KGBUILD_TOKEN" in err
    assert (token in err and bool(token), site.asked) == (False, [])


def test_no_message_shows_a_secret(serve: Serve, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    troubles = [Trouble(401, {"WWW-Authenticate": 'Basic realm="x"'}), Trouble(403), Trouble(302, {"Location": "/in"})]
    for trouble in troubles:
        _, address = serve(PUT=[trouble])
        assert run(file, address, "--auth", "basic", "-v") == 2
        out, err = capsys.readouterr()
        assert not any(secret in out + err for secret in (SECRET, BASIC, BASIC[6:]))


def test_no_proxy_comes_between_this_machine_and_itself(
    serve: Serve, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listener, proxy = serve()
    site, address = serve()
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.removesuffix("/store"))
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    for host in ("127.0.0.1", "localhost"):
        assert run(file, address.replace("127.0.0.1", host), "--auth", "basic", "--full") == 0
    assert (listener.asked, shown(site)) == ([], {BASIC})


def test_credentials_do_not_go_over_an_open_way(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """192.0.2.1 is nobody's (RFC 5737), so that nothing answers where the way is declared safe."""
    address = "http://192.0.2.1:9/store"
    assert run(file, address, "--auth", "basic") == 2
    assert "plain http, where others can listen" in capsys.readouterr().err
    flags = ("--insecure-http", "--retries", "0", "--timeout", "0.3")
    assert run(file, address, "--auth", "basic", *flags) == 2
    assert "where others can listen" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://nci:hunter2@localhost:1/store", "names a user or password"),
        ("http://hunter2@localhost:1/store", "names a user or password"),
        ("ftp://localhost/store", "is no address of an endpoint"),
        ("localhost:7878/store", "is no address of an endpoint"),
        ("http://localhost:x/store", "the address of the endpoint is none"),
        ("http://localhost:1/store?graph=urn:g", "names a graph"),
        ("http://localhost:1/store?default", "names a graph"),
        ("http://localhost:1/store#g", "names a graph"),
        ("http://localhost:1/blazegraph/namespace/kb/sparql", "does not speak the Graph Store Protocol"),
        ("http://localhost:1/somewhere", "add --query-endpoint URL"),
    ],
)
def test_an_address_that_is_none_is_refused(
    file: Path, capsys: pytest.CaptureFixture[str], address: str, said: str
) -> None:
    assert run(file, address) == 2
    err = capsys.readouterr().err
    assert (said in err, "hunter2" in err) == (True, False)


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--store", "s", "--endpoint", "http://localhost/store"], "are two places; name one"),
        (["--endpoint", "http://localhost/store", "--credentials", "x"], "--credentials needs --auth"),
        (["--full"], "are about an --endpoint"),
        (["--password", "x"], "No such option"),
    ],
)
def test_flags_that_contradict_each_other_are_told(
    file: Path, capsys: pytest.CaptureFixture[str], flags: list[str], said: str
) -> None:
    with pytest.raises(SystemExit) as ending:
        main(["load", str(file), *flags])
    assert ending.value.code == 2
    assert said in capsys.readouterr().err


def test_a_flag_wins_over_the_other_place_in_the_environment(
    serve: Serve, file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    site, address = serve()
    monkeypatch.setenv("KGBUILD_STORE", str(tmp_path / "store"))
    assert run(file, address) == 0
    assert site.graphs
    assert not (tmp_path / "store").exists()
    monkeypatch.setenv("KGBUILD_ENDPOINT", address)
    with pytest.raises(SystemExit) as ending:
        main(["load", str(file)])
    assert ending.value.code == 2
