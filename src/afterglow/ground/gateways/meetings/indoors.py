"""Online meetings of a demo: the same gateway against the stub in this process; links lead to a page of the demo."""

from __future__ import annotations

from urllib.parse import urlsplit

from afterglow.ground.gateways.meetings import graph_stub
from afterglow.ground.gateways.meetings.graph import GraphMeetings
from afterglow.ground.gateways.meetings.meeting import OnlineMeeting, Wanted

JOIN = "/demo/online-meeting"
"""Where a demo shows that the meeting would open here."""


class Indoors:
    """Makes meetings that nobody outside can hear of; the same meeting has the same link in every process."""

    def __init__(self) -> None:
        tenant = graph_stub.Tenant(join=f"{graph_stub.GRAPH}{JOIN}")
        self._gateway = GraphMeetings(
            tenant.name,
            tenant.client,
            tenant.secret,
            min(tenant.organisers),
            login=graph_stub.LOGIN,
            graph=graph_stub.GRAPH,
            ask=tenant.answer,
        )

    def create_or_get(self, wanted: Wanted) -> OnlineMeeting:
        """Make it, or find the one made before and put it on this time."""
        made = self._gateway.create_or_get(wanted)
        return OnlineMeeting(made.number, urlsplit(made.link).path)
