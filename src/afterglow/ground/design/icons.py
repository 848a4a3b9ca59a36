"""The icons: a state is never a colour alone. Each is drawn in the text's own colour on a 24 by 24 field."""

from __future__ import annotations

from markupsafe import Markup, escape

_LINE = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
_BOLD = 'fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"'
_THICK = 'fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"'
_RING = '<circle cx="12" cy="12" r="9.5" fill="none" stroke="currentColor" stroke-width="2"/>'

SHAPES: dict[str, str] = {
    # states
    "late": (
        '<path d="M12 .8 23.2 12 12 23.2.8 12Z" fill="currentColor"/>'
        '<path class="ag-icon__mark" d="M12 6.6v6.4" stroke-width="2.6" stroke-linecap="round"/>'
        '<circle class="ag-icon__dot" cx="12" cy="16.8" r="1.6"/>'
    ),
    "caution": (
        f'<path d="M12 2.6 22.6 21H1.4Z" {_LINE}/><path d="M12 9v5.4" {_BOLD}/>'
        '<circle cx="12" cy="17.6" r="1.4" fill="currentColor"/>'
    ),
    "stop": (
        f'<path d="M7.6 1.8h8.8l5.8 5.8v8.8l-5.8 5.8H7.6l-5.8-5.8V7.6Z" {_LINE}/><path d="M12 7v6" {_BOLD}/>'
        '<circle cx="12" cy="16.6" r="1.4" fill="currentColor"/>'
    ),
    "gap": f'<path d="M2 12h4l2-5 3 8" {_LINE}/><path d="m15 9 6 6m0-6-6 6" {_BOLD}/>',
    "done": f'{_RING}<path d="m7.5 12.3 3.1 3.1 6-6.4" {_BOLD}/>',
    "not-yet": (
        '<circle cx="12" cy="12" r="9.5" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="3 3.6"/>'
    ),
    "due": f'{_RING}<path d="M12 6.5V12l3.6 2.4" {_LINE}/>',
    "info": f'{_RING}<path d="M12 11v6" {_BOLD}/><circle cx="12" cy="7.4" r="1.5" fill="currentColor"/>',
    "live": f'<path d="M2 12h4.5l2.6-6.5 5 13 2.7-6.5H22" {_LINE}/>',
    "new": '<circle cx="12" cy="12" r="6" fill="currentColor"/>',
    # things
    "lock": (
        f'<rect x="4.5" y="10.5" width="15" height="10.5" rx="2" {_LINE}/>'
        f'<path d="M8 10.5V7.5a4 4 0 0 1 8 0v3" {_LINE}/>'
    ),
    "pen": f'<path d="m4 20 1-5L16 4l4 4L9 19Z" {_LINE}/>',
    "door": (
        f'<path d="M5 21V3h10v18M3 21h18M15 6h4v15" {_LINE}/><circle cx="12" cy="12.5" r="1.3" fill="currentColor"/>'
    ),
    "moon": f'<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z" {_LINE}/>',
    "pause": '<path d="M8 5v14M16 5v14" stroke="currentColor" stroke-width="3.6" stroke-linecap="round"/>',
    "halt": '<rect x="5" y="5" width="14" height="14" rx="2" fill="currentColor"/>',
    "erase": f'<path d="M8 5h13v14H8l-6-7Z" {_LINE}/><path d="m11.5 9 5 6m0-6-5 6" {_LINE}/>',
    "phone": (
        f'<path {_LINE} d="M6.6 3.8 9 4.1l1.4 4-1.8 1.7a12 12 0 0 0 5.6 5.6l1.7-1.8 4 1.4.3 2.4c.1 1.5-1 2.8-2.5 '
        '2.8C10 20.2 3.8 14 3.8 6.3c0-1.5 1.3-2.6 2.8-2.5z"/>'
    ),
    "eye": (
        f'<path {_LINE} d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/>'
        f'<circle cx="12" cy="12" r="3" {_LINE}/>'
    ),
    "offline": f'<path {_LINE} d="M7 18h10a4 4 0 0 0 .6-7.95A6 6 0 0 0 6 9.6 4.2 4.2 0 0 0 7 18zM4 4l16 16"/>',
    "key": f'<circle cx="8" cy="14" r="4.5" {_LINE}/><path {_LINE} d="m11.3 10.7 8-8M16 6l3 3"/>',
    "search": f'<circle cx="10.5" cy="10.5" r="6.5" {_LINE}/><path {_LINE} d="m15.5 15.5 5.5 5.5"/>',
    "back": f'<path {_LINE} d="m14 6-6 6 6 6"/>',
    "forward": f'<path {_LINE} d="m10 6 6 6-6 6"/>',
    "tick": f'<path {_THICK} d="m5.5 12.5 4.5 4.5 8.5-9.5"/>',
    "cross": f'<path {_THICK} d="m6.5 6.5 11 11m0-11-11 11"/>',
}


def icon(name: str, label: str = "") -> Markup:
    """One icon. With a label it speaks; without one the words beside it must. Raises KeyError for an unknown name."""
    spoken = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return Markup(f'<svg class="ag-icon" viewBox="0 0 24 24" {spoken} focusable="false">{SHAPES[name]}</svg>')  # noqa: S704
