"""Logs as JSON lines: one object for each message, for programs that collect logs."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime


class JsonLines(logging.Formatter):
    """Formats a record as one JSON object: `time` (ISO 8601, UTC), `level`, `logger`, `site`, `message`.

    A traceback is in `exception`.
    """

    def __init__(self, site: str) -> None:
        super().__init__()
        self._site = site

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        fields = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "site": self._site,
            "message": record.getMessage(),
        }
        if record.exc_info:
            fields["exception"] = self.formatException(record.exc_info)
        return json.dumps(fields, ensure_ascii=False)


def install(site: str, level: str) -> None:
    """Write the messages of *level* and above to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines(site))
    handler.setLevel(level)
    logging.root.addHandler(handler)
    logging.root.setLevel(level)
