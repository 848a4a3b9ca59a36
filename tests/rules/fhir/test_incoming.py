"""An electronic referral is read exactly, or refused with the element that is wrong."""

from __future__ import annotations

import copy
import json
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.care.referral.rules.arriving import NewClinician, NewPatient
from afterglow.office.fhir.rules.bundle import LARGEST, Unreadable
from afterglow.office.fhir.rules.incoming import read_referral
from afterglow.office.fhir.rules.people import profession

FOLDER = Path(__file__).parent / "bundles"
SAMPLES = sorted(FOLDER.glob("*.json"))
GP = json.loads((FOLDER / "uk-core-gp.json").read_text("utf-8"))

Change = Callable[[dict[str, Any]], object]


def resource(bundle: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind)


def changed(change: Change) -> bytes:
    bundle = copy.deepcopy(GP)
    change(bundle)
    return json.dumps(bundle).encode()


def refusal(content: bytes) -> str:
    with pytest.raises(Unreadable) as error:
        read_referral(content)
    return str(error.value)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_an_independent_judge_finds_our_samples_sound(sample: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from fhir.resources.R4B.bundle import Bundle

        assert Bundle.model_validate_json(sample.read_text("utf-8")).entry


def test_a_gps_referral_in_the_uk_core_way() -> None:
    read = read_referral((FOLDER / "uk-core-gp.json").read_bytes())
    assert read.outside_id == "https://fhir.nhs.uk/Id/UBRN|000049724513"
    assert read.patient == NewPatient(
        family_name="Rahman",
        given_names="Nadia Jehan",
        birth_date=date(1988, 11, 30),
        nhs_number=resource(GP, "Patient")["identifier"][0]["value"],
        nhs_number_verified=True,
        address="12 Orchard Row\nLarkfield\nNorthshire\nZZ99 3WZ",
        county="Northshire",
        email="nadia@home.example",
        phone="+447700900418",
    )
    assert read.referrer == NewClinician(
        name="Dr Ruth Osei",
        profession="gp",
        organisation="Canal Street Surgery",
        address="3 Canal Street\nLarkfield\nZZ99 4AA",
        email="canal.street@practice.example",
        phone="+441632960222",
    )
    assert read.text.splitlines()[0] == "Asked for: Assessment for ketamine treatment"
    assert "venlafaxine 225 mg" in read.text
    assert (read.written_on, read.at_once) == ("2026-06-09", False)
    assert read.left_out == ("Gender “female”: it is not the sex at birth. Ask the patient.",)


def test_relative_references_one_name_and_no_number() -> None:
    read = read_referral((FOLDER / "plain-psychiatrist.json").read_bytes())
    assert (read.patient.family_name, read.patient.given_names, read.patient.nhs_number) == ("Suharto", "", "")
    assert read.referrer is not None
    assert (read.referrer.name, read.referrer.profession) == ("Dr Imran Iyer", "psychiatrist")
    assert (read.outside_id, read.at_once, read.written_on) == ("ServiceRequest/r1", True, "")
    assert read.text == "Asked for: 3457005"


def test_a_patient_who_asks_for_themselves() -> None:
    read = read_referral((FOLDER / "own-enquiry.json").read_bytes())
    assert read.referrer is None
    assert read.patient.address == "Flat 2, Harbour Road\nSolent"
    assert (read.patient.email, read.patient.phone) == ("", "+447700900777")
    assert read.left_out == ("E-mail address “chidi at home”: it is not complete.",)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda b: b.update(resourceType="Parameters"), "resourceType: this is a Parameters; send a Bundle"),
        (lambda b: b.pop("resourceType"), "Bundle: “resourceType” is missing"),
        (lambda b: b.update(entry={}), "Bundle.entry: it must be a list, not an object"),
        (lambda b: b.update(entry=[]), "Bundle.entry: ServiceRequest: it holds none"),
        (lambda b: b["entry"].append(b["entry"][0]), "it holds 2; send one referral at a time"),
        (lambda b: b.update(entry=b["entry"] * 50), "Bundle.entry: it must have 200 entries or fewer"),
        (
            lambda b: resource(b, "ServiceRequest").update(status="revoked"),
            "Bundle.entry[0].resource.status: it is “revoked”; only an active request is a referral",
        ),
        (lambda b: resource(b, "ServiceRequest").pop("status"), "Bundle.entry[0].resource.status: it is missing"),
        (lambda b: resource(b, "ServiceRequest").pop("intent"), "Bundle.entry[0].resource.intent: it is missing"),
        (
            lambda b: resource(b, "ServiceRequest").pop("subject"),
            "Bundle.entry[0].resource.subject: it must be a reference",
        ),
        (
            lambda b: resource(b, "ServiceRequest").update(subject={"reference": "Patient/nobody"}),
            "Bundle.entry[0].resource.subject.reference: “Patient/nobody” is not in this bundle",
        ),
        (
            lambda b: resource(b, "ServiceRequest").update(subject={"reference": b["entry"][4]["fullUrl"]}),
            "Bundle.entry[0].resource.subject: it leads to Organization, and must lead to Patient",
        ),
        (
            lambda b: resource(b, "ServiceRequest").update(requester={"reference": b["entry"][4]["fullUrl"]}),
            "Bundle.entry[0].resource.requester: it leads to Organization, and must lead to Practitioner",
        ),
        (
            lambda b: (resource(b, "ServiceRequest").pop("identifier"), resource(b, "ServiceRequest").pop("id")),
            "Bundle.entry[0].resource.identifier: it needs a number",
        ),
        (
            lambda b: resource(b, "Patient").update(birthDate="1988-11"),
            "Bundle.entry[1].resource.birthDate: a whole date of birth is needed, such as 1981-03-04",
        ),
        (lambda b: resource(b, "Patient").update(birthDate="1988-02-30"), "Bundle.entry[1].resource.birthDate"),
        (lambda b: resource(b, "Patient").pop("birthDate"), "the date of birth is missing"),
        (
            lambda b: resource(b, "Patient")["identifier"][0].update(value="9990000001"),
            "Bundle.entry[1].resource.identifier[0].value: The last digit does not fit the others",
        ),
        (lambda b: resource(b, "Patient").pop("name"), "Bundle.entry[1].resource.name: the name is missing"),
        (
            lambda b: resource(b, "Patient").update(name=[{"family": 7}]),
            "Bundle.entry[1].resource.name[0].family: it must be text, not a number",
        ),
        (lambda b: resource(b, "Patient").update(name=[{"family": "x" * 201}]), "200 characters or fewer"),
        (lambda b: resource(b, "Patient").update(name=[{"family": "a\u0000b"}]), "characters that cannot be read"),
        (lambda b: resource(b, "Patient").update(deceasedBoolean=True), "says that this person has died"),
        (
            lambda b: resource(b, "ServiceRequest").update(note=[{"text": "x" * 20_001}]),
            "Bundle.entry[0].resource.note: it must be 20,000 characters or fewer",
        ),
        (lambda b: resource(b, "Practitioner").update(name=[]), "the name of whoever refers is missing"),
    ],
)
def test_what_is_wrong_is_named_by_its_element(change: Change, words: str) -> None:
    assert words in refusal(changed(change))


def test_every_problem_is_named_at_once() -> None:
    def twice_wrong(bundle: dict[str, Any]) -> None:
        resource(bundle, "Patient").update(birthDate="1988", name=[])
        resource(bundle, "ServiceRequest").update(status="draft")

    assert refusal(changed(twice_wrong)).count("Bundle.entry") == 3


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff\xfe{}", b'"\\ud800"', b"[" * 100_000, b'{"resourceType":"Bundle","entry":[{}]}'],
)
def test_what_is_no_bundle_is_refused_calmly(content: bytes) -> None:
    assert refusal(content).startswith("Bundle")


def test_a_bundle_that_is_too_large_is_not_even_opened() -> None:
    assert "smaller than 500 kB" in refusal(b" " * (LARGEST + 1))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["General Medical Practitioner"], "gp"),
        (["Consultant", "General psychiatry"], "psychiatrist"),
        (["Clinical psychologist"], "psychologist"),
        (["Consultant"], ""),
        ([], ""),
    ],
)
def test_a_profession_is_read_only_where_it_is_spelled_out(words: list[str], code: str) -> None:
    assert profession(words) == code


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(
    ["identifier", "name", "telecom", "birthDate", "address", "subject", "requester", "note", "status"]
)


@given(st.sampled_from(range(5)), KEYS, JSON_VALUES)
def test_no_bundle_brings_the_reader_down(place: int, key: str, value: Any) -> None:
    bundle = copy.deepcopy(GP)
    bundle["entry"][place]["resource"][key] = value
    try:
        elements = [read_referral(json.dumps(bundle).encode()).patient.family_name]
    except Unreadable as refused:
        elements = [problem.element for problem in refused.problems]
    assert elements
    assert all(elements)
