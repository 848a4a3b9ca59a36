"""PHQ-9: nine questions about low mood over two weeks, in the publisher's words."""

from __future__ import annotations

from datetime import timedelta

from afterglow.record.outcomes.rules.instrument import Band, Instrument, Item, Option, Wording
from afterglow.record.outcomes.rules.sums import plain_sum

FREQUENCY = (
    Option(0, "Not at all", "LA6568-5"),
    Option(1, "Several days", "LA6569-3"),
    Option(2, "More than half the days", "LA6570-1"),
    Option(3, "Nearly every day", "LA6571-9"),
)

_DIFFICULTY = (
    Option(0, "Not difficult at all"),
    Option(1, "Somewhat difficult"),
    Option(2, "Very difficult"),
    Option(3, "Extremely difficult"),
)

_ITEMS = (
    ("44250-9", "Little interest or pleasure in doing things"),
    ("44255-8", "Feeling down, depressed, or hopeless"),
    ("44259-0", "Trouble falling or staying asleep, or sleeping too much"),
    ("44254-1", "Feeling tired or having little energy"),
    ("44251-7", "Poor appetite or overeating"),
    (
        "44258-2",
        "Feeling bad about yourself — or that you are a failure or have let yourself or your family down",
    ),
    (
        "44252-5",
        "Trouble concentrating on things, such as reading the newspaper or watching television",
    ),
    (
        "44253-3",
        "Moving or speaking so slowly that other people could have noticed? Or the opposite — being so fidgety "
        "or restless that you have been moving around a lot more than usual",
    ),
    ("44260-8", "Thoughts that you would be better off dead or of hurting yourself in some way"),
)

PHQ9 = Instrument(
    code="phq-9",
    name="PHQ-9",
    about="Low mood, over 2 weeks",
    instruction="Over the last 2 weeks, how often have you been bothered by any of the following problems?",
    recall=timedelta(days=14),
    items=(
        *(Item(str(number), words, FREQUENCY, loinc) for number, (loinc, words) in enumerate(_ITEMS, start=1)),
        Item(
            "difficulty",
            "If you checked off any problems, how difficult have these problems made it for you to do your work, "
            "take care of things at home, or get along with other people?",
            _DIFFICULTY,
            "69722-7",
            scored=False,
        ),
    ),
    scorer=plain_sum(most_missing=2),
    algorithm="phq-9:1",
    source="kroenke-2001",
    wording=Wording.PUBLISHED,
    bands=(
        Band("none or minimal", 0, 4),
        Band("mild", 5, 9),
        Band("moderate", 10, 14),
        Band("moderately severe", 15, 19),
        Band("severe", 20, 27),
    ),
    safety_item="9",
    loinc_panel="44249-1",
    loinc_total="44261-6",
)
