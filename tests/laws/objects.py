"""What stands in an address: which kind of object each ref leads to, and every ref that a clinic has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from django.apps import apps
from django.db import models

from afterglow.care.assessment.models import EarlierTreatment, Medicine
from afterglow.care.consent.rules.texts import further_texts
from afterglow.care.course.models import Treatment
from afterglow.care.groups.models.events import SignUp
from afterglow.care.groups.models.membership import SeriesMembership
from afterglow.care.groups.models.places import Place
from afterglow.care.groups.models.process import Supervision
from afterglow.care.groups.models.series import Facilitator, Guest, Meeting, Series
from afterglow.care.groups.models.waiting import WaitingEntry
from afterglow.care.pharmacy.entries import BroughtBack
from afterglow.care.pharmacy.models import Discrepancy, Draw, FirstCount, Line, Lot, RegisterPage
from afterglow.care.referral.models import Enquiry, Referral
from afterglow.care.treatment.entries import Prescription
from afterglow.ground.access.models import Account, Clinic, ClinicRecord, Membership
from afterglow.ground.access.protocols import protocol_in_force, versions
from afterglow.office.billing.models.charges import Charge
from afterglow.office.billing.models.credits import CreditNote
from afterglow.office.billing.models.invoices import Invoice
from afterglow.office.billing.models.payments import Payment
from afterglow.office.letters.models import Letter
from afterglow.record.contact.models import Message, Question
from afterglow.record.diary.models import Appointment, Bay
from afterglow.record.outcomes.models import Request
from afterglow.record.people.models import CareTeamMember, EmergencyContact, Helper, Patient
from afterglow.record.tasks.models import Task
from tests.laws.routes import NOBODY, Route
from tests.people import NOW

PARAMETER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")

BEHIND: Mapping[str, type[models.Model]] = {
    "accounts/events/": SignUp,
    "accounts/of/": Patient,
    "accounts/places/": Place,
    "appointments/": Appointment,
    "board/": Treatment,
    "board/bays/": Bay,
    "care-team/": CareTeamMember,
    "charges/": Charge,
    "earlier-treatments/": EarlierTreatment,
    "emergency-contacts/": EmergencyContact,
    "enquiries/": Enquiry,
    "groups/": Series,
    "credit-notes/": CreditNote,
    "groups/discussions/": Patient,
    "groups/facilitators/": Facilitator,
    "groups/guests/": Guest,
    "groups/meetings/": Meeting,
    "groups/members/": SeriesMembership,
    "groups/places/": Place,
    "groups/process/": Series,
    "groups/process/meetings/": Meeting,
    "groups/process/supervision/": Supervision,
    "helpers/": Helper,
    "invoices/": Invoice,
    "letters/": Letter,
    "medicines/": Medicine,
    "messages/": Message,
    "my/groups/": Meeting,
    "my/groups/line/": WaitingEntry,
    "my/groups/places/": Place,
    "my/invoices/": Invoice,
    "my/credit-notes/": CreditNote,
    "my/letters/": Letter,
    "my/payments/": Payment,
    "my/places/": Place,
    "my/questionnaires/": Request,
    "patients/": Patient,
    "payments/": Payment,
    "prescriptions/": Prescription,
    "questions/": Question,
    "referrals/": Referral,
    "staff/": Account,
    "stock/brought-back/": BroughtBack,
    "stock/counts/": FirstCount,
    "stock/discrepancies/": Discrepancy,
    "stock/draws/": Draw,
    "stock/entries/": Line,
    "stock/lots/": Lot,
    "stock/registers/": RegisterPage,
    "tasks/": Task,
    "treatments/": Treatment,
}
"""Whose ref stands first in an address, by what stands before it."""

WITHIN: Mapping[str, type[models.Model]] = {"treatment_ref": Treatment, "asked": Request}
"""Whose ref stands further on: an object of the patient who stands first."""

OF_PATIENT = {Treatment: "course__episode__patient__ref", Request: "patient__ref"}
"""How an object leads to the ref of its patient."""

Way = Mapping[str, str]
"""What stands in an address for each of its parameters."""


def parameters(route: Route) -> tuple[str, ...]:
    """The names of a route's parameters, in order."""
    return tuple(found["name"] for found in PARAMETER.finditer(route.pattern))


def ref_parameters(route: Route) -> tuple[str, ...]:
    """Those of them that are refs of somebody's objects."""
    return tuple(name for name in parameters(route) if name == "ref" or name in WITHIN)


def kind_behind(route: Route, name: str) -> type[models.Model]:
    """Which kind of object a parameter of a route stands for. A new address is added to the tables above."""
    return WITHIN[name] if name in WITHIN else BEHIND[route.pattern[: route.pattern.index("<")]]


def filled(route: Route, way: Way) -> str:
    """A route's path with its parameters filled in."""
    return "/" + PARAMETER.sub(lambda found: way[found["name"]], route.pattern)


def refs_of(kind: type[models.Model], clinic: Clinic) -> Sequence[str]:
    """Every ref of one kind that a clinic has, oldest first."""
    if kind is Account:
        held = Membership.objects.filter(clinic=clinic).order_by("pk").values_list("account__ref", flat=True)
        return list(dict.fromkeys(held))
    return list(kind._default_manager.filter(clinic=clinic).order_by("pk").values_list("ref", flat=True))


def kinds_with_refs() -> Sequence[type[models.Model]]:
    """Every kind of object that belongs to a clinic and has a ref."""
    return [Account, *(model for model in apps.get_models() if issubclass(model, ClinicRecord))]


def owner_of(kind: type[models.Model], ref: str) -> Patient | None:
    """The patient whose object this is; None for what belongs to no patient."""
    found = kind._default_manager.get(ref=ref)
    return found if isinstance(found, Patient) else getattr(found, "patient", None)


def all_refs(clinic: Clinic) -> Mapping[str, str]:
    """Every ref of every object of a clinic, with the name of its kind."""
    return {ref: kind._meta.label for kind in kinds_with_refs() for ref in refs_of(kind, clinic)}


def ways(route: Route, clinic: Clinic) -> Iterator[Way]:
    """Every way to fill a route's parameters with a clinic's own objects that belong together."""
    names = parameters(route)
    if not names:
        yield {}
        return
    plain = {name: plain_values(route, name, clinic) for name in names if name not in ref_parameters(route)}
    for refs in _belonging(route, clinic):
        for values in product(*plain.values()):
            yield {**refs, **dict(zip(plain, values, strict=True))}


def plain_values(route: Route, name: str, clinic: Clinic) -> Sequence[str]:
    """What stands for a parameter that is no ref."""
    protocol = protocol_in_force(clinic, NOW)
    known: Mapping[tuple[str, str], Sequence[str]] = {
        ("billing:notice", "slug"): [clinic.slug],
        ("consent:further", "code"): [text.code for text in further_texts(protocol)],
        ("course:plan", "code"): [treatment.code for treatment in protocol.treatments],
        ("groups:discussion", "kind"): [group.kind for group in protocol.groups],
        ("groups:events", "slug"): [clinic.slug],
        ("groups:leave-event", "token"): [NOBODY],
        ("billing:event", "token"): [NOBODY],
        ("billing:event-paid", "payment"): [NOBODY],
        ("billing:event-look", "token"): [NOBODY],
        ("billing:event-invoice", "token"): [NOBODY],
        ("billing:event-credit-note", "token"): [NOBODY],
        ("billing:event-credit-note", "number"): ["1"],
        ("billing:event-receipt", "token"): [NOBODY],
        ("billing:event-receipt", "number"): ["1"],
        ("outcomes:invited-question", "item"): ["1", "12"],
        ("outcomes:own-question", "item"): ["1", "9", "12"],
        ("outcomes:invited-thanks", "slug"): [clinic.slug],
        ("privacy-of", "slug"): [clinic.slug],
        ("referral:ask", "slug"): [clinic.slug],
        ("referral:pack", "slug"): [clinic.slug],
        ("protocol-version", "version"): [str(day) for day in versions(clinic.pk)],
        ("protocol-compare", "before"): [str(day) for day in versions(clinic.pk)],
        ("protocol-compare", "after"): [str(day) for day in versions(clinic.pk)],
        ("treatment:link-question", "code"): [one.code for one in protocol.readiness.questions],
        ("treatment:link-told", "code"): [one.code for one in protocol.readiness.questions],
        ("treatment:own-question", "code"): [one.code for one in protocol.readiness.questions],
        ("treatment:own-told", "code"): [one.code for one in protocol.readiness.questions],
        ("treatment:step", "verb"): ["start", "give", "pause", "resume", "stop", "complete", "rate"],
        ("contact:open", "token"): [NOBODY],
        ("welcome", "number"): ["1"],
        ("welcome", "token"): [NOBODY],
        ("mfa_remove_webauthn", "pk"): ["1"],
    }
    return known[route.name, name]


def _belonging(route: Route, clinic: Clinic) -> Iterator[Way]:
    first, *inner = ref_parameters(route) or ("",)
    if not first:
        yield {}
        return
    for ref in refs_of(kind_behind(route, first), clinic):
        if not inner:
            yield {first: ref}
        for name in inner:
            kind = WITHIN[name]
            mine = kind._default_manager.filter(**{OF_PATIENT[kind]: ref}).order_by("pk")
            yield from ({first: ref, name: found} for found in mine.values_list("ref", flat=True))
