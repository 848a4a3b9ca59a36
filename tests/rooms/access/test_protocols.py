"""Putting a version into use: the clinic's own, once, and nothing that contradicts the table of roles."""

from __future__ import annotations

import pytest

from afterglow.ground.access.acting import Refused
from afterglow.ground.access.clinics import open_clinic
from afterglow.ground.access.models import ProtocolActivation
from afterglow.ground.access.protocols import activate, versions
from tests.people import NOW, Cast, cast_of, shipped_text
from tests.rules.protocol.shipped import FIRST, SECOND, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return cast_of("harrow-lane")


def test_another_clinics_protocol_is_refused_in_words(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        activate(text=text_of("tern-house"), by=cast.hannah, now=NOW)
    assert str(refused.value) == (
        "This is the protocol of Tern House (tern-house). Harrow Lane Clinic works under its own (harrow-lane). "
        "Nothing was changed."
    )
    assert ProtocolActivation.objects.filter(clinic=cast.clinic).count() == 1


def test_a_new_version_of_its_own_is_taken_once(cast: Cast) -> None:
    text = shipped_text("harrow-lane", NOW.date()).replace(f"version = {FIRST}", f"version = {SECOND}")
    activate(text=text, by=cast.hannah, now=NOW)
    assert versions(cast.clinic.pk) == (FIRST, SECOND)
    with pytest.raises(Refused, match="is in use already"):
        activate(text=text, by=cast.hannah, now=NOW)


def test_a_clinic_is_known_by_the_file_it_was_opened_with_whatever_its_short_name() -> None:
    clinic = open_clinic(slug="the-mill", text=text_of("harrow-lane"), now=NOW)
    assert versions(clinic.pk) == (FIRST,)


def test_a_protocol_that_names_a_role_which_may_not_is_refused(cast: Cast) -> None:
    text = shipped_text("harrow-lane", NOW.date()).replace(f"version = {FIRST}", f"version = {SECOND}")
    wrong = text.replace('decided_by = ["psychiatrist"]', 'decided_by = ["therapist"]')
    with pytest.raises(Refused, match=r"assessment\.decided_by names a therapist"):
        activate(text=wrong, by=cast.hannah, now=NOW)
    assert versions(cast.clinic.pk) == (FIRST,)
