"""Builds the front-end assets before a wheel or a source archive is packed; all else stands in pyproject.toml."""

import runpy

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithAssets(build_py):
    """Packs what scripts/assets.py built; an editable install reads the source tree, so it needs no packing."""

    def run(self) -> None:
        """Build the assets, then pack as usual."""
        if not self.editable_mode:
            runpy.run_path("scripts/assets.py")["build"]()
        super().run()


setup(cmdclass={"build_py": BuildWithAssets})
