"""Where the card service sends its notices. They prove themselves by their signature, not by a session."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from afterglow.ground.access.pages import OpenRequest, open_page
from afterglow.office.billing.actions.noticing import take_notice


@csrf_exempt
@open_page(methods=("POST",))
def notice(request: OpenRequest, slug: str) -> HttpResponseBase:
    """Take a notice: kept, and answered at once; what is not genuine is refused and leaves nothing."""
    genuine = take_notice(slug=slug, body=request.body, headers=request.headers, now=request.now)
    return HttpResponse(status=204 if genuine else 401)
