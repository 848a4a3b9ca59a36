"""Who may do what: every permission with its meaning, and every role as a plain list of them.

This is the table a manager reads; nothing else grants anything, and what is not listed is refused.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache


class Permission(StrEnum):
    """One thing somebody may do, in words."""

    SEE_PATIENTS = "Find patients; see who they are, their contacts and their appointments"
    SEE_RECORD = "Read a patient's clinical record"
    REGISTER_PATIENTS = "Register patients and correct their details and contacts"
    RECEIVE_REFERRALS = "Enter and upload referrals"
    TRIAGE_REFERRALS = "Judge referrals: accept, ask for more, or send elsewhere"
    BOOK = "Book and cancel appointments, treatment days and places in groups"
    ARRANGE_GROUPS = "Arrange groups: begin and end series, plan breaks, move a meeting or call it off, announce guests"
    LEAD_GROUPS = "Lead a group: its door, who was there, and what needs action"
    RECORD_HISTORY = "Record history, medicines, conditions and measurements"
    DECIDE_SUITABILITY = "Decide whether treatment is suitable"
    RECORD_CONSENT = "Give information and record consent or its withdrawal"
    PLAN_COURSE = "Plan a course and decide about it"
    PRESCRIBE = "Sign a direction for a dose; override a clinical stop, with a reason"
    TREAT = "Run a treatment session: readiness, infusion, observations, leaving"
    CHECK_DOSE = "Check a dose independently as the second person"
    SEE_REGISTER = "See stock, lots and the controlled-drug register"
    KEEP_STOCK = "Receive, move, return, hand out and destroy stock; follow up a difference"
    WITNESS = "Count stock and witness an entry of the controlled-drug register"
    ANSWER_FOR_STOCK = "Sign, as lead pharmacist, the procedure for sharing a vial"
    GUIDE_SESSION = "Be with the patient as therapist and write session notes"
    ASK_QUESTIONNAIRES = "Send questionnaires, and see which are not answered yet"
    ENTER_ANSWERS = "Write down what a patient answered by phone or on paper"
    ANSWER_SAFETY = "Take on safety tasks raised by an answer"
    WORK_TASKS = "Take on and finish tasks of one's role"
    WRITE_LETTERS = "Draft letters"
    APPROVE_LETTERS = "Approve and send letters"
    ANSWER_PATIENTS = "Answer patients' questions to the team"
    SEE_PROTOCOL = "Read the clinic's protocol"
    MANAGE_MONEY = "See what patients owe and have paid; bill, take payments, refund, waive and write off"
    CHANGE_PROTOCOL = "Activate a new version of the clinic's protocol"
    MANAGE_STAFF = "Invite staff and change their roles"
    SEE_AUDIT = "Read the audit trail and who read a record"
    EVALUATE = "See outcomes of the whole clinic, without names"
    USE_OWN_ACCOUNT = "Manage one's own sign-in, PIN and passkeys"
    SEE_OWN_RECORD = "Use one's own pages as a patient"
    ANSWER_INVITATION = "Answer the one questionnaire or check a link was sent for"
    SEND_READINGS = "Send readings of a bedside monitor"
    DO_DUE_WORK = "Do what time makes happen"


class Role(StrEnum):
    """What somebody is in a clinic."""

    ADMINISTRATOR = "administrator"
    PSYCHIATRIST = "psychiatrist"
    NURSE = "infusion nurse"
    THERAPIST = "therapist"
    PHARMACIST = "pharmacist"
    EVALUATOR = "evaluator"
    FINANCE = "finance clerk"
    PATIENT = "patient"
    NEWCOMER = "newcomer"
    """Somebody who has a place on the staff but no passkey or authenticator yet: may only add one."""
    LINK = "link"
    DEVICE = "device"
    SYSTEM = "system"


STAFF_ROLES = frozenset(
    {
        Role.ADMINISTRATOR,
        Role.PSYCHIATRIST,
        Role.NURSE,
        Role.THERAPIST,
        Role.PHARMACIST,
        Role.EVALUATOR,
        Role.FINANCE,
    }
)

_P = Permission
_EVERY_MEMBER = frozenset({_P.SEE_PROTOCOL, _P.USE_OWN_ACCOUNT})
_CLINICAL = _EVERY_MEMBER | {_P.SEE_PATIENTS, _P.SEE_RECORD, _P.WORK_TASKS}

GRANTED: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: _EVERY_MEMBER
    | {
        _P.SEE_PATIENTS,
        _P.REGISTER_PATIENTS,
        _P.RECEIVE_REFERRALS,
        _P.BOOK,
        _P.ARRANGE_GROUPS,
        _P.ASK_QUESTIONNAIRES,
        _P.WORK_TASKS,
        _P.WRITE_LETTERS,
        _P.ANSWER_PATIENTS,
        _P.MANAGE_MONEY,
        _P.MANAGE_STAFF,
        _P.SEE_AUDIT,
    },
    Role.PSYCHIATRIST: _CLINICAL
    | {
        _P.REGISTER_PATIENTS,
        _P.RECEIVE_REFERRALS,
        _P.TRIAGE_REFERRALS,
        _P.BOOK,
        _P.RECORD_HISTORY,
        _P.DECIDE_SUITABILITY,
        _P.RECORD_CONSENT,
        _P.ARRANGE_GROUPS,
        _P.LEAD_GROUPS,
        _P.PLAN_COURSE,
        _P.PRESCRIBE,
        _P.TREAT,
        _P.CHECK_DOSE,
        _P.SEE_REGISTER,
        _P.WITNESS,
        _P.ASK_QUESTIONNAIRES,
        _P.ENTER_ANSWERS,
        _P.ANSWER_SAFETY,
        _P.WRITE_LETTERS,
        _P.APPROVE_LETTERS,
        _P.ANSWER_PATIENTS,
        _P.CHANGE_PROTOCOL,
        _P.EVALUATE,
    },
    Role.NURSE: _CLINICAL
    | {
        _P.REGISTER_PATIENTS,
        _P.RECEIVE_REFERRALS,
        _P.BOOK,
        _P.RECORD_HISTORY,
        _P.RECORD_CONSENT,
        _P.TREAT,
        _P.CHECK_DOSE,
        _P.SEE_REGISTER,
        _P.KEEP_STOCK,
        _P.WITNESS,
        _P.ASK_QUESTIONNAIRES,
        _P.ENTER_ANSWERS,
        _P.ANSWER_SAFETY,
        _P.WRITE_LETTERS,
        _P.ANSWER_PATIENTS,
    },
    Role.THERAPIST: _CLINICAL
    | {_P.GUIDE_SESSION, _P.LEAD_GROUPS, _P.ASK_QUESTIONNAIRES, _P.ENTER_ANSWERS, _P.WRITE_LETTERS},
    Role.PHARMACIST: _CLINICAL | {_P.CHECK_DOSE, _P.SEE_REGISTER, _P.KEEP_STOCK, _P.WITNESS, _P.ANSWER_FOR_STOCK},
    Role.EVALUATOR: _EVERY_MEMBER | {_P.EVALUATE},
    Role.FINANCE: _EVERY_MEMBER | {_P.MANAGE_MONEY},
    Role.PATIENT: frozenset({_P.SEE_OWN_RECORD, _P.USE_OWN_ACCOUNT}),
    Role.NEWCOMER: frozenset({_P.USE_OWN_ACCOUNT}),
    Role.LINK: frozenset({_P.ANSWER_INVITATION}),
    Role.DEVICE: frozenset({_P.SEND_READINGS}),
    Role.SYSTEM: frozenset({_P.DO_DUE_WORK}),
}


@cache
def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """Everything these roles together may do."""
    return frozenset().union(*(GRANTED[role] for role in roles)) if roles else frozenset()
