"""The state of a collection as metrics, in the text format of Prometheus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsspider.errors import UsageError

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

    from newsspider.queries.models import ArchiveStatus, SiteStatus

# Name, help and value of each metric of a site; None: the site has no such value.
_OF_SITE = (
    ("articles", "Articles in the archive", lambda site: site.articles),
    ("articles_gone", "Articles that the publisher removed", lambda site: site.gone),
    ("addresses_waiting", "Known addresses that are still to be requested", lambda site: site.waiting),
    ("alarms", "Alarms that stand", lambda site: len(site.alarms)),
    ("warc_bytes", "Size of the WARC files", lambda site: site.warc_bytes),
    ("overdue", "1 if the site missed two turns", lambda site: int(site.is_overdue)),
    ("last_good_run_timestamp_seconds", "End of the last good run", lambda site: _seconds(site.last_good_at)),
    ("next_due_timestamp_seconds", "When the site is due", lambda site: _seconds(site.next_due_at)),
    ("last_run_pages", "Pages that the last run fetched", lambda site: _last(site, "pages")),
    ("last_run_new", "Articles that the last run found", lambda site: _last(site, "new")),
    ("last_run_changed", "Articles that the last run found changed", lambda site: _last(site, "changed")),
    ("last_run_failed", "Pages that the last run could not read", lambda site: _last(site, "failed")),
    ("last_run_duration_seconds", "Length of the last run", lambda site: _last(site, "duration_s")),
)


def write(status: ArchiveStatus, file: str) -> None:
    """Write the metrics to *file*, whole or not at all, as node_exporter's textfile collector wants it.

    Raises:
        UsageError: the extra is not installed.
    """
    registry = _registry(status)
    from prometheus_client import write_to_textfile

    write_to_textfile(file, registry)


def text(status: ArchiveStatus) -> str:
    """The metrics as text; see `write`."""
    registry = _registry(status)
    from prometheus_client import generate_latest

    return generate_latest(registry).decode()


def _registry(status: ArchiveStatus) -> CollectorRegistry:
    try:
        from prometheus_client import CollectorRegistry, Gauge
    except ImportError as error:
        raise UsageError("--prometheus needs an extra: pip install 'newsspider[prometheus]'") from error

    registry = CollectorRegistry()
    Gauge("newsspider_database_bytes", "Size of news.db", registry=registry).set(status.db_bytes)
    for name, description, value_of in _OF_SITE:
        gauge = Gauge(f"newsspider_{name}", description, ["site"], registry=registry)
        for site in status.sites:
            value = value_of(site)
            if value is not None:
                gauge.labels(site.site).set(value)
    return registry


def _seconds(moment: object) -> float | None:
    return moment.timestamp() if moment else None  # type: ignore[attr-defined] # a datetime


def _last(site: SiteStatus, field: str) -> float | None:
    value = getattr(site.runs[0], field) if site.runs else None
    return None if value is None else float(value)
