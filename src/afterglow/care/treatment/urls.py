from django.urls import URLPattern, path

from afterglow.care.treatment.views import bedside, day, dose, during, leaving, own, readiness, session, sitting

app_name = "treatment"

urlpatterns: list[URLPattern] = [
    path("treatments/", day.day, name="day"),
    path("treatments/monitors/", day.monitors, name="monitors"),
    path("treatments/<str:ref>/", session.treatment, name="treatment"),
    path("treatments/<str:ref>/settle/", session.settling, name="settle"),
    path("treatments/<str:ref>/run/", session.run, name="run"),
    path("treatments/<str:ref>/buttons/", session.buttons, name="buttons"),
    path("treatments/<str:ref>/seen/", session.seen, name="seen"),
    path("treatments/<str:ref>/move/", session.move, name="move"),
    path("treatments/<str:ref>/not-given/", session.not_given, name="not-given"),
    path("treatments/<str:ref>/readiness/", readiness.readiness, name="readiness"),
    path("treatments/<str:ref>/confirm/", readiness.confirm, name="confirm"),
    path("treatments/<str:ref>/dose/", dose.dose, name="dose"),
    path("treatments/<str:ref>/dose/check/", dose.check, name="check"),
    path("treatments/<str:ref>/dose/confirm/", dose.confirm, name="confirm-dose"),
    path("treatments/<str:ref>/portion/", bedside.portion, name="portion"),
    path("treatments/<str:ref>/portion/end/", bedside.portions_end, name="portions-end"),
    path("treatments/<str:ref>/oxygen-target/", bedside.target, name="target"),
    path("treatments/<str:ref>/as-needed/", bedside.as_needed, name="as-needed"),
    path("treatments/<str:ref>/as-needed/given/", bedside.as_needed_given, name="as-needed-given"),
    path("treatments/<str:ref>/incident/", bedside.incident, name="incident"),
    path("treatments/<str:ref>/dose/<slug:verb>/", dose.step, name="step"),
    path("treatments/<str:ref>/during/", during.during, name="during"),
    path("treatments/<str:ref>/live/", during.live, name="live"),
    path("treatments/<str:ref>/effects/", during.effects, name="effects"),
    path("treatments/<str:ref>/therapist/", during.therapist, name="therapist"),
    path("treatments/<str:ref>/leaving/", leaving.leaving, name="leaving"),
    path("treatments/<str:ref>/leaving/check/", leaving.check, name="leaving-check"),
    path("treatments/<str:ref>/leaving/score/", leaving.score, name="leaving-score"),
    *(
        path(f"treatments/<str:ref>/{part}/override/", session.override, {"part": part}, name=f"override-{part}")
        for part in ("readiness", "during", "leaving")
    ),
    path("my/readiness/", own.own_check, name="own-check"),
    path("my/readiness/end/", own.own_end, name="own-end"),
    path("my/readiness/<slug:code>/", own.own_question, name="own-question"),
    path("my/readiness/<slug:code>/answered/", own.own_told, name="own-told"),
    path("my/after/", own.after, name="after"),
    path("my/sitter/", sitting.own_sitter, name="own-sitter"),
    path("answer/sitter/", sitting.link_sitter, name="link-sitter"),
    path("answer/readiness/", own.link_check, name="link-check"),
    path("answer/readiness/end/", own.link_end, name="link-end"),
    path("answer/readiness/<slug:code>/", own.link_question, name="link-question"),
    path("answer/readiness/<slug:code>/answered/", own.link_told, name="link-told"),
]
