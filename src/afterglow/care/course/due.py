"""What time makes happen to courses: a course without a response is brought to a psychiatrist (F11)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q

from afterglow.care.course import actions
from afterglow.care.course.models import GIVEN, Course
from afterglow.care.course.queries import progress_of, protocol_of
from afterglow.ground.access.actor import system_actor
from afterglow.ground.kernel.finding import stops
from afterglow.record.pathway.rules import Stage
from afterglow.record.tasks.models import Task


def due(now: datetime) -> int:
    """Ask for a review of every course in which the trial is over without a response; returns how many were asked for.

    Once for each number of treatments given: going on after a review is asked about again after the next treatment.
    """
    given = Count("treatments", filter=Q(treatments__state=GIVEN))
    rows = Course.objects.filter(ended_at=None, episode__stage=Stage.IN_COURSE.value).annotate(given=given)
    done = 0
    for course in rows.filter(given__gt=0).select_related("episode__patient", "clinic").order_by("pk"):
        if course.given < protocol_of(course).course.no_response.after:
            continue
        about = f"{course.ref}:{course.given}"
        if Task.objects.filter(clinic_id=course.clinic_id, kind=actions.REVIEW_KIND, about=about).exists():
            continue
        if stops(progress_of(course, now=now).findings):
            by = system_actor(course.clinic_id)
            actions.ask_for_review(course=course, about=about, given=course.given, by=by, now=now)
            done += 1
    return done
