"""A letter is drafted from what was recorded, approved by a psychiatrist, and read as a PDF."""

from __future__ import annotations

import io

from pypdf import PdfReader

from tests.journeys.visitor import Visitor


def drafts(visitor: Visitor, title: str, name: str) -> None:
    """One of the letters that are owed."""
    visitor.goes_to("/letters/")
    visitor.presses(f"Draft {title} for {name}")


def approves(visitor: Visitor, name: str) -> None:
    """Read it, and sign it."""
    visitor.goes_to("/letters/")
    visitor.presses(f"Approve the letter about {name}")
    visitor.presses("Approve and sign")


def reads_pdf(visitor: Visitor) -> str:
    """The words of the letter's PDF, on one line."""
    pages = PdfReader(io.BytesIO(visitor.downloads("Open the PDF"))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
