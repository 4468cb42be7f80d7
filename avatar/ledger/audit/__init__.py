"""Who made what of whom, and when: a log that shows every later change to itself."""

from __future__ import annotations

from avatar.ledger.audit.entry import Event, text_sha256
from avatar.ledger.audit.export import export_log, verify_export
from avatar.ledger.audit.log import AuditLog, audit_folder, read_entries
from avatar.ledger.audit.verify import Fault, Report, verify

__all__ = [
    "AuditLog",
    "Event",
    "Fault",
    "Report",
    "audit_folder",
    "export_log",
    "read_entries",
    "text_sha256",
    "verify",
    "verify_export",
]
