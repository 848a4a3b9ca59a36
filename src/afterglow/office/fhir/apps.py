from django.apps import AppConfig


class FhirConfig(AppConfig):
    name = "afterglow.office.fhir"
    label = "fhir"
