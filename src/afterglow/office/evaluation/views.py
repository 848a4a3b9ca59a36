"""How the clinic’s patients have done, without names."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from afterglow.ground.access.pages import ClinicRequest, page
from afterglow.ground.access.protocols import protocol_in_force
from afterglow.ground.access.roles import Permission
from afterglow.ground.kernel.period import local_day
from afterglow.office.evaluation import presenters
from afterglow.office.evaluation.queries import everybody_who_started
from afterglow.office.evaluation.rules.falling_table import falling_table
from afterglow.record.outcomes.rules.catalogue import instrument_of


@page(Permission.EVALUATE)
def outcomes(request: ClinicRequest) -> HttpResponse:
    """The falling-N table of the clinic’s first questionnaire, and what has become of everybody who started."""
    asked = protocol_in_force(request.clinic, request.now)
    rules, instrument = asked.outcomes, instrument_of(asked.outcomes.primary, asked.outcomes)
    response = rules.response(rules.primary)
    started = everybody_who_started(clinic_id=request.actor.clinic_id, instrument=rules.primary, zone=asked.zone)
    visits, small = rules.evaluation, rules.evaluation.group_smaller_than
    context = {
        "instrument": instrument,
        "evaluation": visits,
        "response": response,
        "started": len(started.starters),
        "started_words": presenters.people(len(started.starters), small),
        "not_counted": started.not_counted and presenters.people(started.not_counted, small),
        "small": small,
        "dispositions": presenters.disposition_rows(started.dispositions, small),
    }
    if response is not None:
        today = local_day(request.now, asked.zone)
        table = falling_table(started.starters, visits.visits, visits.visit_window, response, today)
        context |= {
            "table": table,
            "with_baseline": presenters.people(table.baseline.n if table.baseline else 0, small),
            "baseline": presenters.spread_words(table.baseline),
            "rows": presenters.visit_rows(table, response, small),
        }
    return render(request, "evaluation/outcomes.html", context)
