"""How dates are written, and what is read from them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.language import dates

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "on", "precision"),
    [
        ("10:47, 04-15, 2020", date(2020, 4, 15), "time"),
        ("2017-06-30 09:12:08.0", date(2017, 6, 30), "time"),
        ("2020-04-15", date(2020, 4, 15), "day"),
        ("30.06.2017", date(2017, 6, 30), "day"),
        ("June 30, 2017", date(2017, 6, 30), "day"),
        ("30 June 2017", date(2017, 6, 30), "day"),
        ("2017年6月30日", date(2017, 6, 30), "day"),
        ("中華民國106年6月30日", date(2017, 6, 30), "day"),
        ("发布时间：17-06-30", date(2017, 6, 30), "day"),
        ("March 2004", date(2004, 3, 1), "month"),
        ("July/August 2019", date(2019, 7, 1), "month"),
        ("Spring 1998", date(1998, 3, 1), "season"),
        ("Winter 1997/98", date(1997, 12, 1), "season"),
        ("Michaelmas 2003", date(2003, 10, 1), "season"),
        ("Hilary Term 2004", date(2004, 1, 1), "season"),
        ("1998", date(1998, 1, 1), "year"),
    ],
)
def test_each_form_gives_its_day_and_precision(text: str, on: date, precision: str) -> None:
    found = dates.parse(text, zone=SHANGHAI)
    assert found is not None
    assert (found.on, found.precision, found.raw) == (on, precision, text)


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("posted on Fri, 09/01/2017 - 12:33 by the editor of it all", date(2017, 9, 1)),
        ("posted on Mon, 09/01/2017 - 12:33 by the editor of it all", date(2017, 1, 9)),
        ("posted on Tue, 09/01/2017 - 12:33 by the editor of it all", None),
        ("posted on 09/01/2017 - 12:33 by the editor of it all", None),
    ],
)
def test_the_weekday_tells_which_figure_is_the_month(text: str, on: date | None) -> None:
    found = dates.parse(text, zone=SHANGHAI)
    assert (found and found.on) == on


def test_a_time_counts_in_the_zone_of_the_publisher() -> None:
    found = dates.parse("10:47, 04-15, 2020", zone=SHANGHAI)
    assert found is not None
    assert found.at == datetime(2020, 4, 15, 2, 47, tzinfo=UTC)
    assert dates.to_text(found.at) == "2020-04-15T02:47:00Z"


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    dates.parse(text, zone=SHANGHAI)


@pytest.mark.parametrize(
    ("written", "latest"),
    [
        ("2026-03-01T10:00:00+02:00", "2026-03-01T08:00:00Z"),
        ("2026-03-01", "2026-03-01T22:59:59Z"),
        ("2026-03", None),
        ("soon", None),
        (None, None),
    ],
)
def test_the_last_moment_a_stated_date_may_mean(written: str | None, latest: str | None) -> None:
    at = dates.latest(written, zone=ZoneInfo("Europe/Berlin"))

    assert (dates.to_text(at) if at else None) == latest


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("12 मार्च 2021, शुक्रवार", date(2021, 3, 12)),
        ("१२ मार्च २०२१", date(2021, 3, 12)),
        ("১২ মার্চ ২০২১", date(2021, 3, 12)),
        ("୧୨ ମାର୍ଚ୍ଚ ୨୦୨୧", date(2021, 3, 12)),
        ("۲۲ اسفند ۱۳۹۹", date(2021, 3, 12)),
        ("۳۰ اسفند ۱۳۹۹", date(2021, 3, 20)),
        ("۱ فروردین ۱۴۰۰", date(2021, 3, 21)),
        ("۳۱ مهر ۱۴۰۰", None),
        ("2021eko martxoaren 12a", date(2021, 3, 12)),
        ("2021(e)ko martxoak 12", date(2021, 3, 12)),
        ("12 மார்ச் 2021", date(2021, 3, 12)),
        ("12 మార్చి 2021", date(2021, 3, 12)),
        ("12 ಮಾರ್ಚ್ 2021", date(2021, 3, 12)),
        ("12 ਮਾਰਚ 2021", date(2021, 3, 12)),
        ("12 માર્ચ 2021", date(2021, 3, 12)),
        ("12 മാർച്ച് 2021", date(2021, 3, 12)),
        ("12 მარტი 2021", date(2021, 3, 12)),
        ("12 մարտի 2021", date(2021, 3, 12)),
        ("12 наурыз 2021", date(2021, 3, 12)),
        ("12 бер 2021", date(2021, 3, 12)),
        ("12 márta 2021", date(2021, 3, 12)),
        ("March, 12 2021", date(2021, 3, 12)),
        ("۱۳۹۹/۱۲/۲۲", date(2021, 3, 12)),
        ("۱۳۹۹/۱۳/۲۲", None),
    ],
)
def test_days_in_indian_scripts_the_persian_calendar_and_basque(text: str, on: date | None) -> None:
    found = dates.parse(text, zone=None)

    assert (found.on if found else None) == on


@pytest.mark.parametrize(
    "text",
    [
        "第123期",
        "Fax: 01.02.03.04.05",
        "Tel.: 030 12.03.2004",
        "+41 44 20.12.18",
        "Version 1.2.2003",
        "release 2.4.18",
        "本月推薦 tool-kit 12.5.14",
        "10.10.10.10",
        "Az. 12.3.04-5",
    ],
)
def test_figures_that_count_something_else_are_no_day(text: str) -> None:
    assert dates.parse(text, zone=None, languages=("de",)) is None


def test_figures_of_a_persian_text_are_days_of_the_persian_calendar() -> None:
    found = dates.parse("1399/12/22", zone=None, languages=("fa-IR",))

    assert found is not None
    assert (found.on, found.precision) == (date(2021, 3, 12), "day")
