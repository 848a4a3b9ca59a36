"""Monitors that speak HL7 v2: messages built by another library than the one that reads them."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import hl7
import pytest
from django.core.cache import cache
from hl7.mllp import open_hl7_connection
from hl7apy.core import Message
from hypothesis import given
from hypothesis import strategies as st

from afterglow.care.treatment.device import take
from afterglow.care.treatment.models import Reading
from afterglow.care.treatment.queries.strangers import note_stranger, strangers
from afterglow.ground.gateways.monitors.mllp import Listener
from afterglow.ground.gateways.monitors.oru import NotUnderstood, observed
from afterglow.ground.gateways.monitors.replay import Answer
from tests.people import NOW, cast_of, signed_in
from tests.rooms.gateways.test_monitors import Door, door
from tests.rooms.treatment.day import settled
from tests.rooms.treatment.test_devices import at, joined

__all__ = ["at", "door"]

MONITOR = "001B44113AB7"
MMHG, PERCENT = "266016^MDC_DIM_MMHG^MDC", "262688^MDC_DIM_PERCENT^MDC"
BEATS, BREATHS = "264864^MDC_DIM_BEAT_PER_MIN^MDC", "264928^MDC_DIM_RESP_PER_MIN^MDC"
SYSTOLIC, DIASTOLIC = "150021^MDC_PRESS_BLD_NONINV_SYS^MDC", "150022^MDC_PRESS_BLD_NONINV_DIA^MDC"
SPO2, HEART_RATE = "150456^MDC_PULS_OXIM_SAT_O2^MDC", "147842^MDC_ECG_HEART_RATE^MDC"

Line = tuple[str, str, str] | tuple[str, str, str, dict[str, str]]


def built(
    *lines: Line, monitor: str = f"MON^{MONITOR}^EUI-64", control: str = "M1", kind: str = "ORU^R01^ORU_R01"
) -> str:
    """A message as a monitor sends it, by hl7apy."""
    message = Message("ORU_R01", version="2.6")
    message.msh.msh_3, message.msh.msh_7, message.msh.msh_10 = monitor, "20260611103104+0100", control
    message.msh.msh_9 = kind
    group = message.add_group("ORU_R01_PATIENT_RESULT").add_group("ORU_R01_ORDER_OBSERVATION")
    group.add_segment("OBR")
    group.obr.obr_7 = "20260611103100+0100"
    for number, (code, value, unit, *more) in enumerate(lines, start=1):
        segment = group.add_group("ORU_R01_OBSERVATION").add_segment("OBX")
        fields = {"obx_1": str(number), "obx_2": "NM", "obx_3": code, "obx_5": value, "obx_6": unit, "obx_11": "F"}
        for name, text in {**fields, **(more[0] if more else {})}.items():
            setattr(segment, name, text)
    return str(message.to_er7())


def read(text: str) -> Mapping[str, Any]:
    found = observed(hl7.parse(text))
    assert found.monitor == MONITOR
    return found.content


USUAL: Sequence[Line] = (
    (SYSTOLIC, "126", MMHG),
    (DIASTOLIC, "79", MMHG),
    (SPO2, "97", PERCENT),
    (HEART_RATE, "72", BEATS),
    ("151562^MDC_RESP_RATE^MDC", "14", BREATHS),
    ("150344^MDC_TEMP^MDC", "36.6", "268192^MDC_DIM_DEGC^MDC"),
)


def test_every_sign_of_a_minute_is_one_reading_dated_by_the_monitor() -> None:
    content = read(built(*USUAL))
    (reading,) = content["readings"]
    original = reading.pop("original")
    assert reading.pop("uuid")
    assert reading == {
        "taken_at": "2026-06-11T10:31:00+01:00",
        "systolic": 126.0,
        "diastolic": 79.0,
        "spo2": 97.0,
        "heart_rate": 72.0,
        "respiratory_rate": 14.0,
        "temperature": 36.6,
    }
    assert content["sent_at"] == "2026-06-11T10:31:04+01:00"
    assert original.count("OBX|") == 6


def test_codes_of_loinc_with_units_of_ucum_are_read_too() -> None:
    (reading,) = read(built(("8480-6^Systolic^LN", "131", "mm[Hg]"), ("59408-5^SpO2^LN", "96", "%")))["readings"]
    assert (reading["systolic"], reading["spo2"]) == (131.0, 96.0)


@pytest.mark.parametrize(
    ("value", "more"),
    [
        ("", {}),
        ("97", {"obx_11": "X"}),
        ("8388607", {"obx_11": "X"}),
        ("8388607", {}),
        ("97", {"obx_8": "INV"}),
        ("97", {"obx_8": "QUES_L"}),
    ],
    ids=["empty", "not obtained", "11073: no value", "no value, not flagged", "invalid", "questionable"],
)
def test_what_the_monitor_could_not_obtain_is_a_sensor_that_is_off_and_its_text_stays(
    value: str, more: dict[str, str]
) -> None:
    (reading,) = read(built((SPO2, value, PERCENT, more)).replace("QUES_L", "QUES~L"))["readings"]
    assert reading["spo2"] == 0
    assert SPO2 in reading["original"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (built((SYSTOLIC, "16.8", "265987^MDC_DIM_KILO_PASCAL^MDC")), "OBX-6 of 150021"),
        (built((SYSTOLIC, "high", MMHG)), "OBX-5 of 150021 is high"),
        (built((SYSTOLIC, "NaN", MMHG)), "OBX-5 of 150021"),
        (built((SYSTOLIC, "126", MMHG, {"obx_14": "yesterday"})), "OBX-14 is yesterday"),
        (built(*USUAL, kind="ADT^A01^ADT_A01"), "MSH-9"),
        (built(*USUAL, monitor=""), "MSH-3"),
    ],
    ids=["pressure in kPa", "a word", "no number", "no time", "another kind", "nobody"],
)
def test_what_is_not_understood_is_refused_by_segment_and_field(text: str, words: str) -> None:
    with pytest.raises(NotUnderstood, match=words):
        observed(hl7.parse(text))


def test_the_monitor_itself_counts_before_whatever_sends_for_it() -> None:
    text = built((HEART_RATE, "72", BEATS, {"obx_18": f"Bay 2^^{MONITOR}^EUI-64"}), monitor="GATEWAY^FF^EUI-64")
    assert read(text)["readings"]


def test_values_of_several_times_are_several_readings_and_unknown_codes_are_left_to_others() -> None:
    content = read(
        built(
            (HEART_RATE, "72", BEATS, {"obx_14": "20260611103000+0100"}),
            (HEART_RATE, "74", BEATS, {"obx_14": "20260611103100+0100"}),
            ("151980^MDC_VENT_FLOW^MDC", "9", "265216^MDC_DIM_L_PER_MIN^MDC"),
        )
    )
    assert [reading["heart_rate"] for reading in content["readings"]] == [72.0, 74.0]


class Clinic:
    """Stands where the device route is; keeps what was posted, and answers as it is told to."""

    def __init__(self) -> None:
        self.posted: list[Mapping[str, Any]] = []
        self.refused: list[str] = []
        self.answer: Answer | OSError = (200, {"kept": 1})

    def post(self, content: Mapping[str, Any]) -> Answer:
        self.posted.append(content)
        if isinstance(self.answer, OSError):
            raise self.answer
        return self.answer

    def listener(self) -> Listener:
        return Listener({MONITOR: self.post}, self.refused.append, lambda words: None)


def acknowledged(answer: bytes) -> tuple[str, str, str]:
    message = hl7.parse(answer.decode())
    why = str(message.segment("ERR")(8)) if b"\rERR" in answer else ""
    return str(message.segment("MSA")(1)), str(message.segment("MSA")(2)), why


@pytest.mark.parametrize(
    ("text", "answer", "code", "why"),
    [
        (built(*USUAL), (200, {}), "AA", ""),
        (built(*USUAL), (409, {"why": "Joined to Bay 2."}), "AR", "Joined to Bay 2."),
        (built(*USUAL), (401, {"why": "Not known."}), "AR", "Not known."),
        (built(*USUAL), (503, {"why": "Send them again."}), "AE", "Send them again."),
        (built(*USUAL), OSError("refused"), "AE", "cannot be reached"),
        (built(*USUAL, monitor="X^FF^EUI-64"), (200, {}), "AR", "The monitor FF is not known here."),
        (built(*USUAL, kind="ADT^A01^ADT_A01"), (200, {}), "AR", "only ORU R01"),
        (built((SYSTOLIC, "high", MMHG)), (200, {}), "AE", "OBX-5"),
    ],
    ids=["stored", "wrong bay", "token ended", "not stored", "no server", "stranger", "another kind", "no number"],
)
def test_each_message_is_answered_by_what_became_of_it(
    text: str, answer: Answer | OSError, code: str, why: str
) -> None:
    clinic = Clinic()
    clinic.answer = answer
    found = acknowledged(clinic.listener().answer(text.encode()))
    assert found[:2] == (code, "M1")
    assert why in found[2]
    assert clinic.refused == (["FF"] if "FF" in text else [])


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: f"MSH|^~\\&|{text}".encode()))
def test_nothing_that_is_sent_breaks_the_listener(block: bytes) -> None:
    clinic = Clinic()
    try:
        answer = clinic.listener().answer(block)
    except ValueError:
        return
    assert b"MSA|A" in answer
    assert b"MSA|AA" not in answer
    assert not clinic.posted


@pytest.mark.django_db
def test_what_a_monitor_sent_stands_in_the_record_of_whoever_is_in_its_bay(at: Any) -> None:
    cast = cast_of("larkfield")
    session = settled(cast)
    _, token = joined(cast)
    content = read(built(*USUAL))
    assert take(token, json.dumps(content).encode())[0] == 200
    assert take(token, json.dumps(content).encode())[1]["already"] == 1
    (reading,) = Reading.objects.filter(session=session)
    assert (reading.systolic, reading.spo2, reading.temperature_tenths) == (126, 97, 366)
    assert "MDC_PRESS_BLD_NONINV_SYS" in reading.raw


@pytest.mark.django_db
def test_a_monitor_that_is_not_known_is_shown_to_those_who_could_join_it() -> None:
    cache.clear()
    cast = cast_of("larkfield")
    for name in ["FF", "EE", "FF", *(f"more {number}" for number in range(20))]:
        note_stranger(name, now=NOW)
    assert len(strangers()) == 10
    note_stranger("FF", now=NOW)
    page = signed_in(cast.priya).get("/treatments/monitors/").content.decode()
    assert "Not known here" in page
    assert "FF" in page


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def listening(url: str, folder: Path) -> Iterator[int]:
    """`afterglow listen`, as a process of its own."""
    tokens, port = folder / "monitors.toml", free_port()
    tokens.write_text(f'[tokens]\n"{MONITOR}" = "a-token"\n')
    command = [sys.executable, "-m", "afterglow.site.command", "listen", "--mllp", str(port)]
    process = subprocess.Popen([*command, "--monitors", str(tokens), "--url", url], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert "Listening for 1 monitors" in process.stdout.readline()
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()


async def exchanged(port: int, texts: Sequence[str]) -> list[str]:
    """Send each message over one connection; the codes that came back."""
    reader, writer = await open_hl7_connection("127.0.0.1", port, encoding="utf-8")
    codes = []
    for text in texts:
        writer.writeblock(text.encode())
        await writer.drain()
        answer = await asyncio.wait_for(reader.readmessage(), 20)
        codes.append(str(answer.segment("MSA")(1)))
    writer.close()
    await writer.wait_closed()
    return codes


def test_a_real_process_takes_messages_from_a_real_sender(door: tuple[str, type[Door]], tmp_path: Path) -> None:
    url, seen = door
    with listening(url, tmp_path) as port:
        texts = [built(*USUAL, control=f"M{number}") for number in range(20)]
        senders: list[list[str]] = []
        threads = [Thread(target=lambda: senders.append(asyncio.run(exchanged(port, texts)))) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    assert senders == [["AA"] * 20] * 3
    assert len(seen.asked) == 60
    assert {(path, token) for path, token, _ in seen.asked} == {("/device/readings", "Bearer a-token")}
