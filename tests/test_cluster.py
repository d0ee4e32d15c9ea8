"""The same build on a Dask cluster of real processes: equal bytes, also when some die; and what is said otherwise."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from cluster_servers import Cluster, dask_cluster, wait_until
from example_pages import UNTERMINATED, named, written
from kgbuild import cluster as module
from kgbuild import resources
from kgbuild.cluster import UNDER_WAY
from kgbuild.errors import ClusterError
from kgbuild.model import Page, Problem
from kgbuild.packing import pack_page
from kgbuild.pages import read_pages
from kgbuild.pipeline import read_page
from kgbuild.scale_out import BATCH, batches, in_order
from kgbuild.tools import Settings, Tools
from kgbuild.validation import Engine

pytestmark = pytest.mark.network

COUNT = 80
SETTINGS = Settings(engine=Engine.NONE)
ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith("KGBUILD_")}


@pytest.fixture(scope="module", autouse=True)
def dask_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Dask writes a file of settings, and must not into the home of who runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASK_CONFIG", str(tmp_path_factory.mktemp("dask")))
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages, and what one process makes of them."""
    place = tmp_path_factory.mktemp("build")
    pages = {f"{name}.md": named(name) for name in (f"{a}{b}linib" for a in "abcdefgh" for b in "abcdefghij")}
    assert len(pages) == COUNT
    written(place / "pages", {**pages, "broken.md": UNTERMINATED})
    finished(start(place, "-o", "alone", "-j", "1"))
    return place


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with dask_cluster(tmp_path_factory.mktemp("cluster"), workers=2) as found:
        yield found


@pytest.fixture(scope="module")
def idle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler without workers; each test adds its own, and kills them."""
    with dask_cluster(tmp_path_factory.mktemp("idle"), workers=0) as found:
        yield found


def client_of(cluster: Cluster) -> Any:
    from distributed import Client

    return Client(cluster.address, set_as_default=False)


def start(folder: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "kgbuild", "build", "-q", "--validation", "none", "pages", *arguments]
    given = {**ENVIRONMENT, **environment}
    return subprocess.Popen(command, cwd=folder, env=given, stderr=subprocess.PIPE, text=True)


def finished(process: subprocess.Popen[str]) -> str:
    """What a build said that made everything but the broken page."""
    said = process.communicate(timeout=120)[1]
    assert process.returncode == 3, said
    return said


def contents(folder: Path) -> dict[str, str]:
    files = (file for file in folder.iterdir() if not file.name.startswith("."))
    return {file.name: sha256(file.read_bytes()).hexdigest() for file in files}


def pages_of(folder: Path) -> list[Page | Problem]:
    return list(read_pages([str(folder / "pages")]))


def spread_on_cluster(
    pages: Iterable[Page | Problem], settings: Settings, address: str
) -> Generator[bytes, None, None]:
    """The packed results of pages that a cluster reads."""
    with closing(module.Cluster(settings, address)) as readers:
        yield from map(pack_page, in_order(pages, readers))


def read_alone(pages: list[Page | Problem]) -> list[bytes]:
    """The packed results of pages that this process reads."""
    tools = Tools.open(SETTINGS)
    return [pack_page(read_page(page, tools)) for page in pages]


def test_a_build_on_a_cluster_gives_the_bytes_of_one_process(cluster: Cluster, folder: Path) -> None:
    said = finished(start(folder, "-o", "spread", "--scheduler", cluster.address))
    assert "broken.md:1: error[unterminated-front-matter]" in said
    assert len(contents(folder / "spread")) == 6
    assert contents(folder / "spread") == contents(folder / "alone")


def test_pages_go_in_few_tasks_and_are_never_all_taken_at_once(cluster: Cluster, folder: Path) -> None:
    taken = 0

    def lazily() -> Iterator[Page | Problem]:
        nonlocal taken
        for page in pages_of(folder) * 5:
            taken += 1
            yield page

    with client_of(cluster) as client:
        client.wait_for_workers(2)
        before = tasks(client)
        results, ahead = [], 0
        for result in spread_on_cluster(lazily(), SETTINGS, cluster.address):
            results.append(result)
            ahead = max(ahead, taken - len(results))
        assert results == read_alone(pages_of(folder)) * 5
        assert 0 < tasks(client) - before <= taken / 16 + 2
        assert ahead <= (UNDER_WAY * 2 + 1) * BATCH


def test_who_has_enough_leaves_no_task_and_no_connection_behind(cluster: Cluster, folder: Path) -> None:
    def held(dask_scheduler: Any) -> tuple[int, int]:
        return len(dask_scheduler.tasks), len(dask_scheduler.clients)

    with client_of(cluster) as client:
        client.wait_for_workers(2)
        before = client.run_on_scheduler(held)
        results = spread_on_cluster(pages_of(folder), SETTINGS, cluster.address)
        next(results)
        assert isinstance(results, Generator)
        assert client.run_on_scheduler(held) != before
        results.close()
        wait_until(lambda: client.run_on_scheduler(held) == before)


def tasks(client: Any) -> int:
    """How many tasks of ours the scheduler has seen ending well."""

    def counted(dask_scheduler: Any) -> int:
        ours = dask_scheduler.task_prefixes.get("kgbuild")
        return 0 if ours is None else ours.state_counts["memory"]  # it has a length, that of the tasks at hand

    return int(client.run_on_scheduler(counted))


def test_large_pages_go_in_smaller_batches() -> None:
    large = Page("a.md", "a", "x" * 400_000, "0" * 64, 0)
    assert [len(batch) for batch in batches([large] * 7)] == [3, 3, 1]
    small = Page("a.md", "a", "x", "0" * 64, 0)
    assert [len(batch) for batch in batches([small] * 33)] == [16, 16, 1]


def test_a_worker_that_is_killed_at_its_work_changes_no_byte(idle: Cluster, folder: Path) -> None:
    first, second = idle.add_worker(), idle.add_worker()
    with client_of(idle) as client:
        client.wait_for_workers(2)
        first.send_signal(signal.SIGSTOP)  # so that it surely has work, and does not end it, when it is killed
        build = start(folder, "-o", "killed", "--scheduler", idle.address)
        wait_until(lambda: len(client.processing()) == 2 and all(client.processing().values()))
        first.kill()
        finished(build)
        assert len(client.nthreads()) == 1
        second.kill()
        wait_until(lambda: not client.nthreads())
    assert contents(folder / "killed") == contents(folder / "alone")


def test_a_scheduler_that_goes_is_told_in_a_line_and_nothing_is_written(tmp_path: Path, folder: Path) -> None:
    with dask_cluster(tmp_path, workers=1) as cluster:
        with client_of(cluster) as client:
            client.wait_for_workers(1)
            cluster.workers[0].send_signal(signal.SIGSTOP)
            build = start(folder, "-o", "gone", "--scheduler", cluster.address)
            wait_until(lambda: any(client.processing().values()))
        cluster.scheduler.kill()
        said = build.communicate(timeout=60)[1]
    assert said == f"kgbuild: {cluster.address}: the scheduler has gone; run the command again when it is back\n"
    assert build.returncode == 2
    assert not (folder / "gone").exists()


def test_an_interrupt_leaves_no_task_behind(cluster: Cluster, folder: Path) -> None:
    with client_of(cluster) as client:
        client.wait_for_workers(2)
        for worker in cluster.workers:
            worker.send_signal(signal.SIGSTOP)
        try:
            build = start(folder, "-o", "interrupted", "--scheduler", cluster.address)
            wait_until(lambda: any(client.processing().values()))
            build.send_signal(signal.SIGINT)
            assert build.communicate(timeout=60)[1].strip() == "kgbuild: interrupted"
            assert build.returncode == 130
        finally:
            for worker in cluster.workers:
                worker.send_signal(signal.SIGCONT)
        wait_until(lambda: client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks)) == 0)
    assert not (folder / "interrupted").exists()


@contextmanager
def one_worker(cluster: Cluster, first_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The only worker, which looks for modules in a folder first."""
    path = os.pathsep.join((str(first_path), os.environ["PYTHONPATH"]))
    worker = cluster.add_worker(PYTHONPATH=path)
    with client_of(cluster) as client:
        client.wait_for_workers(1)
        yield worker
        assert client.nthreads(), "it died of what it was asked"
        worker.kill()
        wait_until(lambda: not client.nthreads())


def test_a_worker_of_another_edition_is_refused(idle: Cluster, folder: Path, tmp_path: Path) -> None:
    shutil.copytree(Path(module.__file__).parent, tmp_path / "src" / "kgbuild")
    for name in ("ontology", "shapes"):
        shutil.copytree(resources.folder(name), tmp_path / name)
    with (tmp_path / "ontology" / "mappings" / "wordings.sssom.tsv").open("a") as table:
        table.write("\n")
    with (
        one_worker(idle, tmp_path / "src"),
        pytest.raises(ClusterError, match=r"a worker of the cluster has files \w+ where this build has files \w+, so"),
    ):
        list(spread_on_cluster(pages_of(folder), SETTINGS, idle.address))


def test_a_worker_without_kgbuild_says_so_and_lives(idle: Cluster, folder: Path, tmp_path: Path) -> None:
    written(tmp_path / "kgbuild", {"__init__.py": "raise ModuleNotFoundError('no kgbuild here')"})
    with (
        one_worker(idle, tmp_path),
        pytest.raises(ClusterError, match=r"no kgbuild here.*install the same kgbuild there as here"),
    ):
        list(spread_on_cluster(pages_of(folder), SETTINGS, idle.address))


def test_a_folder_of_the_users_own_is_read_there_by_its_path(cluster: Cluster, folder: Path, tmp_path: Path) -> None:
    shutil.copytree(resources.folder("ontology"), tmp_path / "mine")
    written(tmp_path / "mine", {"mine.txt": "which makes it another edition"})
    settings, pages = replace(SETTINGS, ontology=tmp_path / "mine"), pages_of(folder)[:2]
    assert list(spread_on_cluster(pages, settings, cluster.address)) == read_alone(pages)


def test_workers_that_all_go_are_waited_for_and_then_told(
    idle: Cluster, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ALONE", 0.5)
    monkeypatch.setattr(module, "_LOOK", 0.2)
    worker = idle.add_worker()

    def killing() -> Iterator[Page | Problem]:
        worker.send_signal(signal.SIGSTOP)
        yield from pages_of(folder)[:40]
        worker.kill()

    with pytest.raises(ClusterError, match="all workers have gone"):
        list(spread_on_cluster(killing(), SETTINGS, idle.address))


def test_a_scheduler_without_workers_is_told(idle: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FIRST", 0.2)
    with pytest.raises(ClusterError, match="this scheduler has no workers; start some, as with dask worker tcp://127"):
        list(spread_on_cluster([], SETTINGS, idle.address))


def test_where_no_scheduler_is_the_build_ends_with_a_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CONNECT", 0.3)
    with pytest.raises(
        ClusterError, match=r"tcp://127\.0\.0\.1:9: no scheduler of Dask can be reached there .*start one"
    ):
        list(spread_on_cluster([], SETTINGS, "tcp://127.0.0.1:9"))
    said = start(folder, "-o", "nowhere", "--scheduler", "host").communicate(timeout=60)[1]
    assert said == "kgbuild: 'host' is no address of a scheduler; give one such as tcp://host:8786\n"
    said = start(folder, "-o", "nowhere", "--scheduler", "tls://127.0.0.1:9").communicate(timeout=15)[1]
    assert said.startswith("kgbuild: tls://127.0.0.1:9: no scheduler of Dask can be reached there (TLS expects")
    assert said.count("\n") == 1
    assert not (folder / "nowhere").exists()


def test_without_the_extra_a_build_says_what_to_install(folder: Path, tmp_path: Path) -> None:
    written(tmp_path / "distributed", {"__init__.py": "raise ModuleNotFoundError('none')"})
    path = os.pathsep.join((str(tmp_path), os.environ["PYTHONPATH"]))
    said = start(folder, "-o", "x", "--scheduler", "tcp://h:1", PYTHONPATH=path).communicate(timeout=60)[1]
    assert said == "kgbuild: --scheduler needs the package distributed; run pip install 'kgbuild[dask]'\n"
