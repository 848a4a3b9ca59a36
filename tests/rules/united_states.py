"""Larkfield as it would stand in the United States: 2 hours of stay after the spray, and the scheme's form."""

from __future__ import annotations

from datetime import timedelta

from afterglow.ground.protocol.schema.protocol import Protocol
from afterglow.ground.protocol.schema.treatments import SchemeForm, Stay, Treatment
from tests.rules.larkfield import LARKFIELD


def _under_the_scheme(treatment: Treatment) -> Treatment:
    if treatment.scheme is None:
        return treatment
    form = SchemeForm(within="7 days", send_to="the scheme’s office")
    stay = Stay(source="spravato-us-label", at_least="120 min")
    scheme = treatment.scheme.model_copy(update={"form": form})
    return treatment.model_copy(update={"stay": stay, "scheme": scheme, "first_dose_from_65": None})


UNITED_STATES: Protocol = LARKFIELD.model_copy(
    update={
        "jurisdiction": "united-states",
        "treatments": tuple(_under_the_scheme(one) for one in LARKFIELD.treatments),
        "observations": {
            route: (
                one.model_copy(update={"at": (*one.at, timedelta(minutes=90), timedelta(minutes=120))})
                if route == "nasal"
                else one
            )
            for route, one in LARKFIELD.observations.items()
        },
    }
)
