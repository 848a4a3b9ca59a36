"""Two versions side by side, in clinical words."""

from afterglow.ground.protocol.diff import Change, diff, render_diff
from afterglow.ground.protocol.reading import load_protocol
from afterglow.ground.protocol.schema.protocol import Protocol
from tests.rules.protocol.shipped import SECOND, clinic, text_of


def changed(*replacements: tuple[str, str]) -> Protocol:
    text = text_of("larkfield")
    for good, other in replacements:
        assert good in text
        text = text.replace(good, other, 1)
    return load_protocol(text)


def test_a_version_does_not_differ_from_itself() -> None:
    assert diff(clinic("F"), clinic("F")) == ()
    assert "Nothing differs." in render_diff(clinic("F"), clinic("F"))


def test_the_second_version_differs_in_what_was_decided() -> None:
    assert [(change.where, change.before, change.after) for change in diff(clinic("F"), clinic("F", SECOND))] == [
        ("Opening › Also closed on", None, "18 September 2026"),
        ("Treatment places › Bays", "Bay 1; Bay 2; Bay 3; Bay 4", "Bay 1; Bay 2; Bay 3; Bay 4; Bay 5"),
        ("Referral › New patients › Residence", None, "Northshire; Eastshire"),
        ("Referral › New patients › Since", None, "1 June 2026"),
        (
            "Referral › New patients › In words",
            None,
            "From 1 June 2026 we accept new patients only from Northshire and Eastshire. "
            "Whoever is in treatment already stays with us.",
        ),
        ("Assessment › Tests › Liver blood test › Every", "6 months", "3 months"),
    ]


def test_what_came_in_one_direction_goes_in_the_other() -> None:
    there, back = diff(clinic("F"), clinic("F", SECOND)), diff(clinic("F", SECOND), clinic("F"))
    assert {(change.before, change.after) for change in there} == {(change.after, change.before) for change in back}


def test_values_are_shown_with_their_units_and_their_source() -> None:
    other = changed(
        ('dose = "0.5 mg/kg"', 'dose = "0.75 mg/kg"'),
        ('before = { caution = "> 140 mmHg"', 'before = { caution = "> 145 mmHg"'),
        ("pack_for_doctors = true", "pack_for_doctors = false"),
    )
    assert diff(clinic("F"), other) == (
        Change("Referral › Pack for doctors", "yes", "no", "F4"),
        Change("Treatments › Ketamine infusion › Dose", "0.5\u00a0mg/kg", "0.75\u00a0mg/kg", "F12"),
        Change(
            "Limits › Systolic › Before › Caution",
            "> 140\u00a0mmHg",
            "> 145\u00a0mmHg",
            "spravato-smpc, yip-2022, default",
        ),
    )


def test_an_entry_is_known_by_its_code_and_not_by_its_place() -> None:
    text = text_of("larkfield")
    first = text.index('[[referral.grounds]]\ncode = "urgent')
    second = text.index('[[referral.grounds]]\ncode = "psychedelics')
    third = text.index('[[referral.grounds]]\ncode = "alcohol')
    swapped = text[:first] + text[second:third] + text[first:second] + text[third:]
    assert diff(clinic("F"), load_protocol(swapped)) == ()


def test_a_changed_source_is_a_change() -> None:
    other = changed(('[opening]\nsource = "F6"', '[opening]\nsource = "default"'))
    assert diff(clinic("F"), other) == (Change("Opening › Source", "F6", "default", "default"),)


def test_the_terminal_shows_both_values() -> None:
    shown = render_diff(clinic("F"), clinic("F", SECOND))
    assert shown.startswith("Larkfield Clinic, 1 September 2025, and Larkfield Clinic, 1 June 2026\n")
    assert (
        "Assessment › Tests › Liver blood test › Every  [asra-2018, default]\n  before: 6 months\n  after:  3 months"
        in shown
    )
    assert "  before: not there\n  after:  Northshire; Eastshire" in shown
