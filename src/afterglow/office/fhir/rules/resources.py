"""The parts of FHIR R4 resources that a referral is read from; everything else in a resource is passed over."""

from __future__ import annotations

import msgspec


class Element(msgspec.Struct, frozen=True, rename="camel"):
    """A FHIR element: names as FHIR writes them, unknown ones passed over."""


class Coding(Element, frozen=True):
    """A code of a system."""

    system: str = ""
    code: str = ""
    display: str = ""


class CodeableConcept(Element, frozen=True):
    """A code, its words, or both."""

    coding: tuple[Coding, ...] = ()
    text: str = ""

    @property
    def words(self) -> str:
        """The text, or what its codes are called, or the codes themselves."""
        return self.text or next((one.display or one.code for one in self.coding if one.display or one.code), "")


class Extension(Element, frozen=True):
    """Something a profile adds."""

    url: str = ""
    value_codeable_concept: CodeableConcept = CodeableConcept()


class Identifier(Element, frozen=True):
    """A number given by somebody."""

    system: str = ""
    value: str = ""
    use: str = ""
    extension: tuple[Extension, ...] = ()


class HumanName(Element, frozen=True):
    """A name, in parts or as one text."""

    use: str = ""
    text: str = ""
    family: str = ""
    given: tuple[str, ...] = ()
    prefix: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """The name as it is said, with its title."""
        return self.text or " ".join((*self.prefix, *self.given, self.family)).strip()


class ContactPoint(Element, frozen=True):
    """A phone number or an address for mail."""

    system: str = ""
    value: str = ""
    use: str = ""


class Address(Element, frozen=True):
    """Where somebody lives or works. ``district`` is the county in the United Kingdom."""

    use: str = ""
    text: str = ""
    line: tuple[str, ...] = ()
    city: str = ""
    district: str = ""
    state: str = ""
    postal_code: str = ""

    @property
    def lines(self) -> str:
        """The address as it stands on an envelope."""
        return self.text or "\n".join(part for part in (*self.line, self.city, self.district, self.postal_code) if part)


class Reference(Element, frozen=True):
    """A pointer to another resource."""

    reference: str = ""
    display: str = ""
    identifier: Identifier = Identifier()


class Annotation(Element, frozen=True):
    """A note."""

    text: str = ""


class Kind(Element, frozen=True):
    """What every resource says of itself."""

    resource_type: str
    id: str = ""


class Patient(Kind, frozen=True):
    """The person who is referred."""

    identifier: tuple[Identifier, ...] = ()
    name: tuple[HumanName, ...] = ()
    telecom: tuple[ContactPoint, ...] = ()
    gender: str = ""
    birth_date: str = ""
    address: tuple[Address, ...] = ()
    deceased_boolean: bool = False
    deceased_date_time: str = ""


class Qualification(Element, frozen=True):
    """What a practitioner is entitled to be called."""

    code: CodeableConcept = CodeableConcept()


class Practitioner(Kind, frozen=True):
    """Whoever refers."""

    name: tuple[HumanName, ...] = ()
    telecom: tuple[ContactPoint, ...] = ()
    address: tuple[Address, ...] = ()
    qualification: tuple[Qualification, ...] = ()


class PractitionerRole(Kind, frozen=True):
    """A practitioner's place in an organisation."""

    practitioner: Reference = Reference()
    organization: Reference = Reference()
    code: tuple[CodeableConcept, ...] = ()
    specialty: tuple[CodeableConcept, ...] = ()
    telecom: tuple[ContactPoint, ...] = ()


class Organization(Kind, frozen=True):
    """A practice, a hospital."""

    name: str = ""
    telecom: tuple[ContactPoint, ...] = ()
    address: tuple[Address, ...] = ()


class ServiceRequest(Kind, frozen=True):
    """The referral itself."""

    identifier: tuple[Identifier, ...] = ()
    status: str = ""
    intent: str = ""
    priority: str = ""
    code: CodeableConcept = CodeableConcept()
    subject: Reference = Reference()
    requester: Reference = Reference()
    authored_on: str = ""
    reason_code: tuple[CodeableConcept, ...] = ()
    note: tuple[Annotation, ...] = ()
    patient_instruction: str = ""
    contained: tuple[msgspec.Raw, ...] = ()


class Entry(Element, frozen=True):
    """One resource of a bundle, still as it was sent."""

    full_url: str = ""
    resource: msgspec.Raw = msgspec.Raw(b"")


class Bundle(Kind, frozen=True):
    """What is sent at once."""

    entry: tuple[Entry, ...] = ()


READ: dict[str, type[Kind]] = {
    "Patient": Patient,
    "Practitioner": Practitioner,
    "PractitionerRole": PractitionerRole,
    "Organization": Organization,
    "ServiceRequest": ServiceRequest,
}
"""The resources that are looked into."""
