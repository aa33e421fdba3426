"""Builds the shared library from the clone that this folder is in, and packs it into the wheel."""

import os
import pathlib
import shutil
import subprocess

from setuptools import setup
from setuptools.command.bdist_wheel import bdist_wheel
from setuptools.command.build_py import build_py

CLONE = pathlib.Path(__file__).resolve().parent.parent


def library() -> pathlib.Path:
    """The library: the one that SIMULATE_LIBRARY names, else as `make library` builds it."""
    given = os.environ.get("SIMULATE_LIBRARY")
    if given:
        return pathlib.Path(given)
    if not (CLONE / "Package.swift").exists():
        raise SystemExit("simulate is built from a clone of its repository: pip install ./python there")
    subprocess.run(["make", "-s", "-C", str(CLONE), "library"], check=True)
    return CLONE / ".build" / "release" / "libsimulate.so"


class BuildWithLibrary(build_py):
    def run(self):
        super().run()
        target = pathlib.Path(self.build_lib) / "simulate" / "libsimulate.so"
        shutil.copyfile(library(), target)


class PlatformWheel(bdist_wheel):
    """A wheel for any Python 3 on this kind of machine: the library does not know of Python."""

    def finalize_options(self):
        super().finalize_options()
        self.root_is_pure = False

    def get_tag(self):
        return "py3", "none", super().get_tag()[2]


setup(
    version=(CLONE / "VERSION").read_text().strip(),
    cmdclass={"build_py": BuildWithLibrary, "bdist_wheel": PlatformWheel},
)
