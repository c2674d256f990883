"""`keikaku push` against Apache Jena's engine, in memory and in TDB2, behind the URLs that Fuseki has.

Fuseki itself is in none of the registries that a build may use; Debian has the libraries that it is made of.
"""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from stores import GRAPH, Endpoint, change, copied, free_port, is_up, push, running, wanted, watched

from keikaku.iri import PUSHES

JARS = Path("/usr/share/java")
SOURCE = Path(__file__).parents[1] / "tools" / "jena" / "JenaStore.java"
LIBRARIES = (
    *("jena-arq", "jena-base", "jena-core", "jena-iri", "jena-tdb2", "jena-dboe-base", "jena-dboe-index"),
    *("jena-dboe-storage", "jena-dboe-trans-data", "jena-dboe-transaction", "thrift", "protobuf", "guava"),
    *("commons-lang3", "commons-codec", "commons-csv", "commons-io", "commons-compress", "commons-cli"),
    *("dexx.collection", "failureaccess", "slf4j-api", "slf4j-nop", "titanium-json-ld", "jsonld-java", "jackson-core"),
)
pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(not shutil.which("javac"), reason="javac (Debian: default-jdk-headless) is not installed"),
    pytest.mark.skipif(
        not (JARS / "jena-tdb2.jar").is_file(), reason="Jena (Debian: libapache-jena-java) is not installed"
    ),
]


@pytest.fixture(scope="module")
def classes(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Compile the server. Debian moved a package of Jena but not its texts, which are put where they are looked for."""
    folder = tmp_path_factory.mktemp("jena")
    moved = "org/apache/jena/ext/"
    with zipfile.ZipFile(JARS / "jena-core.jar") as jar:
        for name in jar.namelist():
            if name.startswith(moved) and name.endswith(".properties"):
                target = folder / name.removeprefix(moved)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(jar.read(name))
    path = [str(folder), *(str(jar) for name in LIBRARIES if (jar := JARS / f"{name}.jar").is_file())]
    subprocess.run(["javac", "-cp", ":".join(path), "-d", str(folder), str(SOURCE)], check=True)
    return path


@pytest.fixture(scope="module", params=["memory", "tdb2"])
def store(
    request: pytest.FixtureRequest, classes: list[str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Endpoint]:
    port, kind = free_port(), str(request.param == "tdb2").lower()
    base = f"http://127.0.0.1:{port}/plans"
    command = ["java", f"-Dtdb2={kind}", "-cp", ":".join(classes), "JenaStore", str(port)]
    with running(command, tmp_path_factory.mktemp("store"), lambda: is_up(f"{base}/query"), 60):
        yield Endpoint(base, f"{base}/query", f"{base}/data")


def test_first_unchanged_changed_and_what_others_see(store: Endpoint, built: Path, tmp_path: Path) -> None:
    site = copied(built, tmp_path / "public")
    first = push(site, store.base)
    assert first.returncode == 0, first.stderr
    assert store.lines() == wanted(site)
    assert "nothing was sent" in push(site, store.base).stdout
    before = store.count()
    with watched(store) as seen:
        change(site)
        changed = push(site, store.base)
    assert changed.returncode == 0, changed.stderr
    assert set(seen) <= {before, before + 3}
    assert store.lines() == wanted(site)
    assert store.names() == {GRAPH, PUSHES}
