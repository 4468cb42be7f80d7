"""What goes wrong with an endpoint, for the operator's log and for the visitor."""

from __future__ import annotations


class EndpointError(Exception):
    """Say why an endpoint gives no (further) answer."""

    def __init__(self, kind: str, detail: str, status: int = 0, wait: float | None = None) -> None:
        """Take a kind in kebab-case, one sentence with the cure for the operator, and what the endpoint has answered.

        `wait` is after how many s it asks to come again.
        """
        super().__init__(detail)
        self.kind, self.detail, self.status, self.wait = kind, detail, status, wait

    @property
    def may_pass(self) -> bool:
        """Tell whether another try may help."""
        return self.kind in ("unreachable", "busy") and (self.wait or 0.0) <= LONGEST_WAIT


LONGEST_WAIT = 2.0
"""s before the second try; a visitor waits"""
_KINDS = {
    401: ("unauthorized", "does not accept the key; check the variable that key_env names"),
    403: ("unauthorized", "forbids this; check what the key may do"),
    404: ("unfit", "has no such address or model; check url and model"),
    408: ("busy", "took too long itself; try again later"),
    429: ("busy", "is busy or its quota is used up; try again later, or raise the limit there"),
}


def refused(host: str, status: int, retry_after: str) -> EndpointError:
    """Tell what an answer's status means."""
    usual = ("busy", "is broken or overloaded; see its own log") if status >= 500 else ("unfit", "refuses the request")
    kind, what = _KINDS.get(status, usual)
    wait = float(retry_after) if retry_after.replace(".", "", 1).isdigit() else None
    return EndpointError(kind, f"The model at {host} {what} ({status}).", status, wait)
