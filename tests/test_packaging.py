"""The wheel holds the three packages and nothing else, with everything that they need."""

import subprocess
import sys
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent.parent
PACKAGES = {"archive", "crawler", "spiders"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    run = subprocess.run(
        [sys.executable, "-c", build, str(folder)], cwd=HERE, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return next(folder.glob("*.whl"))


def test_its_top_level_is_the_three_packages(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == PACKAGES


@pytest.mark.parametrize(
    "file", ["archive/schema.sql", "archive/__init__.pyi", "archive/py.typed", "crawler/newspaper/__init__.py"]
)
def test_it_holds_what_is_no_module(wheel: Path, file: str) -> None:
    assert file in zipfile.ZipFile(wheel).namelist()


@pytest.mark.parametrize("package", sorted(PACKAGES))
def test_no_other_distribution_claims_a_package_of_ours(package: str) -> None:
    assert set(packages_distributions().get(package, ["rowback"])) == {"rowback"}
