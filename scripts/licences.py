"""Every package that we install must carry a licence that lets a clinic use and change Afterglow freely.

Reads what is installed, here and in node_modules. A licence that is not on the list fails, so that a person looks.
"""

import json
import re
from importlib.metadata import Distribution, PackageMetadata, distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# In lower case; a licence is allowed when one of these stands in its words, and none of `REFUSED` does.
ALLOWED = re.compile(r"\b(mit|bsd|0bsd|apache|isc|psf|python software foundation|mpl|mozilla|zlib|cc0|lgpl|lesser)\b")
REFUSED = re.compile(
    r"\b(agpl|affero|gpl|gplv2|gplv3|sspl|busl|commons clause|non-?commercial|(?<!lesser )general public)\b"
)


def words_of(metadata: PackageMetadata) -> str:
    """What a Python package says about its licence, in the most exact form it gives."""
    if "License-Expression" in metadata:
        return metadata["License-Expression"]
    classifiers = [line for line in metadata.get_all("Classifier") or [] if line.startswith("License ::")]
    first_line = metadata["License"].strip().split("\n")[0] if "License" in metadata else ""
    return "; ".join([*classifiers, first_line]).strip("; ")


def python_licences() -> dict[str, str]:
    """Name of each installed distribution, and its licence."""
    found: list[Distribution] = list(distributions())
    return {one.metadata["Name"]: words_of(one.metadata) for one in found}


def npm_licences() -> dict[str, str]:
    """Name of each package in node_modules, and its licence."""
    packages = [*ROOT.glob("node_modules/*/package.json"), *ROOT.glob("node_modules/@*/*/package.json")]
    read = [json.loads(path.read_text()) for path in packages]
    return {package["name"]: str(package.get("license", "")) for package in read}


def is_allowed(words: str) -> bool:
    """Whether these words name a licence we may build on."""
    plain = words.lower()
    return bool(ALLOWED.search(plain)) and not REFUSED.search(plain)


def main() -> int:
    """Print each package whose licence is refused or unknown; 1 if there is any."""
    licences = python_licences() | npm_licences()
    wrong = {name: words for name, words in sorted(licences.items()) if not is_allowed(words)}
    for name, words in wrong.items():
        print(f"{name}: “{words or 'no licence named'}” is not on the list of scripts/licences.py")
    if not wrong:
        print(f"The licences of {len(licences)} packages are on the list.")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
