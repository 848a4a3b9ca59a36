"""GAD-7: seven questions about anxiety over two weeks, in the publisher's words."""

from __future__ import annotations

from datetime import timedelta

from afterglow.record.outcomes.rules.instrument import Band, Instrument, Item, Wording
from afterglow.record.outcomes.rules.phq9 import FREQUENCY
from afterglow.record.outcomes.rules.sums import plain_sum

_ITEMS = (
    ("69725-0", "Feeling nervous, anxious or on edge"),
    ("68509-9", "Not being able to stop or control worrying"),
    ("69733-4", "Worrying too much about different things"),
    ("69734-2", "Trouble relaxing"),
    ("69735-9", "Being so restless that it is hard to sit still"),
    ("69689-8", "Becoming easily annoyed or irritable"),
    ("69736-7", "Feeling afraid as if something awful might happen"),
)

GAD7 = Instrument(
    code="gad-7",
    name="GAD-7",
    about="Anxiety, over 2 weeks",
    instruction="Over the last 2 weeks, how often have you been bothered by the following problems?",
    recall=timedelta(days=14),
    items=tuple(Item(str(number), words, FREQUENCY, loinc) for number, (loinc, words) in enumerate(_ITEMS, start=1)),
    # No rule of the publisher's allows a total with an item left blank.
    scorer=plain_sum(most_missing=0),
    algorithm="gad-7:1",
    source="spitzer-2006",
    wording=Wording.PUBLISHED,
    bands=(
        Band("none or minimal", 0, 4),
        Band("mild", 5, 9),
        Band("moderate", 10, 14),
        Band("severe", 15, 21),
    ),
    loinc_panel="69737-5",
    loinc_total="70274-6",
)
