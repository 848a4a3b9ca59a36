"""A page of the register, on screen and on paper, and a note to one of its lines."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from afterglow.care.pharmacy.actions import keeping
from afterglow.care.pharmacy.actions.printing import printed
from afterglow.care.pharmacy.forms.stock import FootnoteForm
from afterglow.care.pharmacy.models import RegisterPage
from afterglow.care.pharmacy.presenters.counts import count_row, difference_words
from afterglow.care.pharmacy.presenters.paper import paper
from afterglow.care.pharmacy.presenters.register import row_of
from afterglow.care.pharmacy.presenters.stock import address_of, head_of
from afterglow.care.pharmacy.presenters.us_log import us_log
from afterglow.care.pharmacy.queries.access import access_line, access_page
from afterglow.care.pharmacy.queries.counts import counts_of, discrepancies_on
from afterglow.care.pharmacy.queries.register import footnotes_of, lines_of, sheet_of
from afterglow.care.pharmacy.queries.sealing import broken_at
from afterglow.care.pharmacy.views.witnessing import carried_out, offered, proof_of
from afterglow.ground.access.acting import Refused
from afterglow.ground.access.pages import ClinicRequest, form_page, page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.audit import reads
from afterglow.ground.design.navigation import Pages


@page(Permission.SEE_REGISTER)
def register(request: ClinicRequest, ref: str) -> HttpResponse:
    """One page: its lines under the headings of regulation 19, its notes, its counts, and whether it is whole."""
    found = access_page(by=request.actor, ref=ref)
    return render(request, "pharmacy/register.html", _shown(request, found))


@page(Permission.SEE_REGISTER)
def register_pdf(request: ClinicRequest, ref: str) -> HttpResponse:
    """The whole page as a PDF. What cannot be printed is said on the page itself, with status 422."""
    found = access_page(by=request.actor, ref=ref)
    lines = list(lines_of(found))
    reads.note_all(line.patient_id for line in lines)
    protocol = protocol_in_force(request.clinic, request.now)
    content = paper(found, lines, footnotes_of(found), protocol, request.now, broken=broken_at(found))
    try:
        file = printed(content, now=request.now)
    except Refused as refusal:
        context = {**_shown(request, found), "problem": True, "refused": refusal.findings}
        return render(request, "pharmacy/register.html", context, status=422)
    answer = HttpResponse(file, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="register-{found.code}.pdf"'
    return answer


@form_page(Permission.KEEP_STOCK)
def note(request: ClinicRequest, ref: str) -> HttpResponse:
    """A dated note to one line, before a witness: the only way to correct it."""
    line = access_line(by=request.actor, ref=ref)
    zone = protocol_in_force(request.clinic, request.now).zone

    def act(form: FootnoteForm) -> HttpResponse:
        text = form.cleaned_data["text"]
        proof = proof_of(request, form, keeping.what_is_noted(line, text))
        keeping.add_footnote(line=line, text=text, by=request.actor, now=request.now, countersigned=proof)
        return redirect("pharmacy:register", ref=line.page.ref)

    form = offered(request, FootnoteForm.of(request))
    row = row_of(line, line.page.unit, zone)
    return carried_out(request, form, act, "pharmacy/note.html", register_page=line.page, line=line, row=row)


def _shown(request: ClinicRequest, found: RegisterPage) -> dict[str, Any]:
    protocol = protocol_in_force(request.clinic, request.now)
    asked = request.GET.get("page", "")
    sheet = sheet_of(found, int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else None)
    reads.note_all(line.patient_id for line in sheet.lines)
    numbers = {line.pk for line in sheet.lines}
    whole = sheet.last == 1 or request.GET.get("whole") == "1"
    first, last = (1, None) if whole else sheet.stretch
    cases = discrepancies_on(found)
    closed = {one.count_id for one in cases if one.closed_at and one.count_id}
    return {
        "register_page": found,
        "head": head_of(found),
        "sheet": sheet,
        "pages": Pages(sheet.number, sheet.last),
        "rows": [row_of(line, found.unit, protocol.zone) for line in sheet.lines],
        "notes": [one for one in footnotes_of(found) if one.line_id in numbers],
        "counts": [count_row(one, protocol.zone, closed) for one in counts_of(found, most=5)],
        "cases": [(one, difference_words(one)) for one in cases],
        "broken": broken_at(found, from_line=first, to_line=last),
        "whole": whole,
        "checked_from": first,
        "checked_to": last or found.lines,
        "address": address_of(protocol.contact, protocol.clinic),
        "may_keep": request.actor.may(Permission.KEEP_STOCK),
        "may_count": request.actor.may(Permission.WITNESS),
        "log": us_log(sheet.lines, protocol.zone) if protocol.jurisdiction == "united-states" else (),
    }
