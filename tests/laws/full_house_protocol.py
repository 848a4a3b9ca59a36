"""What the full house adds to a shipped protocol, so that every table has its row: scores, a form, oral treatment."""

from __future__ import annotations

from afterglow.ground.protocol.reading import version_files

_RECOVERY = """[leaving.recovery]
source = "aldrete-1995, padss-1995, default"
scores = ["aldrete", "padss"]
enough = 9

"""

_SCHEME = """[treatments.scheme]
source = "default"
name = "A scheme"
say = "The clinic is registered in it."
form = { within = "7 days", send_to = "the scheme’s office" }

"""

_OBSERVATION = "# ==== Observation"


def with_more(text: str) -> str:
    """The protocol with recovery scored, a form asked for after every treatment in the clinic, and oral treatment."""
    return (
        text.replace("[leaving.pressure]\n", f"{_RECOVERY}[leaving.pressure]\n")
        .replace("[treatments.stay]\n", f"{_SCHEME}[treatments.stay]\n")
        .replace(_OBSERVATION, f"{_taken_home()}\n\n{_OBSERVATION}")
    )


def _taken_home() -> str:
    """Oral treatment as Larkfield has it."""
    larkfield = next(file for file in version_files() if file.clinic == "larkfield")
    text = larkfield.path.read_text(encoding="utf-8")
    begin = text.index('[[treatments]]\ncode = "oral-ketamine"')
    return text[begin : text.index(_OBSERVATION, begin)].strip()
