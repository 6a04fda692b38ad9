"""A date is read in every form that newsrooms write, and nothing else is one."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.readers.dates import is_day, moment, published_and_modified

# text | moment in UTC
WRITTEN = """
2024-03-04T19:25:00+01:00 | 2024-03-04T18:25:00
2024-03-04T19:25:00+0100 | 2024-03-04T18:25:00
2024-03-04T19:25:00+01 | 2024-03-04T18:25:00
2024-03-04T19:25+01:00 | 2024-03-04T18:25:00
2024-03-04T19:25:00Z | 2024-03-04T19:25:00
2024-03-04T19:25:00.123Z | 2024-03-04T19:25:00
2024-03-04T19:25:00,123456789+01:00 | 2024-03-04T18:25:00
2024-03-04T19:25:00 | 2024-03-04T18:25:00
2024-03-04T19:25 | 2024-03-04T18:25:00
2024-07-04T19:25 | 2024-07-04T17:25:00
2024-03-04 19:25:00 | 2024-03-04T18:25:00
2024-03-04 19:25 | 2024-03-04T18:25:00
2024-04-30 16:00:34 +02:00 | 2024-04-30T14:00:34
2024-04-30 16:00:34 +0200 | 2024-04-30T14:00:34
2024-04-30 16:00:34 UTC | 2024-04-30T16:00:34
2024-04-30 16:00:34 CEST | 2024-04-30T14:00:34
2024-04-30T16:00:34−02:00 | 2024-04-30T18:00:34
2024-04-30T23:30:00-03:30 | 2024-05-01T03:00:00
2024-04-30T16:00:34+02:00[Europe/Paris] | 2024-04-30T14:00:34
2024-04-30T16:00:60Z | 2024-04-30T16:00:59
2024-3-4 9:05 | 2024-03-04T08:05:00
2024/03/04 19:25:00 | 2024-03-04T18:25:00
2024-03-04 | 2024-03-03T23:00:00
2024-03-04+01:00 | 2024-03-03T23:00:00
2024-03-04-05:00 | 2024-03-03T23:00:00
20240207T083000Z | 2024-02-07T08:30:00
20240207T190000+0100 | 2024-02-07T18:00:00
20240207T190000+01:00 | 2024-02-07T18:00:00
20240207T190000 | 2024-02-07T18:00:00
20240207T1900 | 2024-02-07T18:00:00
20240207T0830Z | 2024-02-07T08:30:00
20240207083000 | 2024-02-07T07:30:00
20240304 | 2024-03-03T23:00:00
Mon, 04 Mar 2024 19:25:00 +0100 | 2024-03-04T18:25:00
Mon, 04 Mar 2024 19:25:00 GMT | 2024-03-04T19:25:00
Mon, 04 Mar 2024 19:25:00 UT | 2024-03-04T19:25:00
Mon, 04 Mar 2024 19:25:00 CET | 2024-03-04T18:25:00
Thu, 04 Jul 2024 19:25:00 CEST | 2024-07-04T17:25:00
Mon, 04 Mar 2024 19:25 +0100 | 2024-03-04T18:25:00
04 Mar 2024 19:25:00 +0100 | 2024-03-04T18:25:00
lun., 04 mars 2024 19:25:00 +0100 | 2024-03-04T18:25:00
lun, 04 Fév 2024 19:25:00 +0100 | 2024-02-04T18:25:00
Mon, 4 Mar 24 19:25:00 GMT | 2024-03-04T19:25:00
Sun, 06 Nov 94 08:49:37 GMT | 1994-11-06T08:49:37
Sunday, 06-Nov-94 08:49:37 GMT | 1994-11-06T08:49:37
Mon, 04 Mar 2024 14:25:00 EST | 2024-03-04T19:25:00
Mon Mar  4 19:25:00 2024 | 2024-03-04T18:25:00
Mon Mar  4 19:25:00 UTC 2024 | 2024-03-04T18:25:00
Mon Mar 04 2024 19:25:00 GMT+0100 (heure normale d’Europe centrale) | 2024-03-04T18:25:00
04/Mar/2024:19:25:00 +0100 | 2024-03-04T18:25:00
12/06/2023 | 2023-06-11T22:00:00
12/06/2023 18:07 | 2023-06-12T16:07:00
12/06/2023 à 18h07 | 2023-06-12T16:07:00
12/06/2023 18:07:09 | 2023-06-12T16:07:09
12.06.2023, 18:07 | 2023-06-12T16:07:00
12-06-2023 | 2023-06-11T22:00:00
2/6/2023 | 2023-06-01T22:00:00
18:07 12.06.2023 | 2023-06-12T16:07:00
18h07 - 12/06/2023 | 2023-06-12T16:07:00
16:07 GMT 12.06.2023 | 2023-06-12T16:07:00
4 mars 2024 à 19h25 | 2024-03-04T18:25:00
4 mars 2024 à 19 h 25 | 2024-03-04T18:25:00
4 mars 2024 19:25 | 2024-03-04T18:25:00
4 mars 2024, 19h25 | 2024-03-04T18:25:00
4 mars 2024 - 19:25 | 2024-03-04T18:25:00
4 mars 2024 | 19H25 | 2024-03-04T18:25:00
4 mars 2024 à 7h | 2024-03-04T06:00:00
4 mars 2024 à 7 heures | 2024-03-04T06:00:00
4 MARS 2024 À 19H25 | 2024-03-04T18:25:00
lun. 12 juin 2023, 18:07 | 2023-06-12T16:07:00
lundi 12 juin 2023 à 18h07 | 2023-06-12T16:07:00
mar. 12 mars 2024 | 2024-03-11T23:00:00
1er mars 2024 | 2024-02-29T23:00:00
1ᵉʳ mars 2024 | 2024-02-29T23:00:00
1er janv. 2024 | 2023-12-31T23:00:00
12 févr. 2024 | 2024-02-11T23:00:00
12 fevrier 2024 | 2024-02-11T23:00:00
12 avr. 2024 | 2024-04-11T22:00:00
12 juil. 2024 à 9h05 | 2024-07-12T07:05:00
12 août 2024 | 2024-08-11T22:00:00
12 aout 2024 | 2024-08-11T22:00:00
12 sept. 2024 | 2024-09-11T22:00:00
12 oct. 2024 | 2024-10-11T22:00:00
12 nov. 2024 | 2024-11-11T23:00:00
12 déc. 2024 | 2024-12-11T23:00:00
Publié le 4 mars 2024 à 19h25 | 2024-03-04T18:25:00
Publié le 4 mars 2024 à 19h25, mis à jour le 5 mars 2024 à 7h02 | 2024-03-04T18:25:00
Mis à jour le mardi 5 mars 2024 à 07h02 | 2024-03-05T06:02:00
À 19h25 le 4 mars 2024 | 2024-03-04T18:25:00
March 4, 2024 | 2024-03-03T23:00:00
March 4th, 2024 7:25 PM | 2024-03-04T18:25:00
Mar 4, 2024 at 12:05 AM | 2024-03-03T23:05:00
4 March 2024 12:05 p.m. | 2024-03-04T11:05:00
1709576700 | 2024-03-04T18:25:00
1709576700000 | 2024-03-04T18:25:00
1709576700.25 | 2024-03-04T18:25:00
14 juillet 1889 | 1889-07-13T23:50:39
"""

NO_DATES = """
demain
4 mars
mars 2024
2024
2024-03
2024-W10-1
00/00/0000
0000-00-00
0000-00-00 00:00:00
0001-01-01T00:00:00Z
2024-02-30
31/02/2024
03/25/2024
2024-03-04T25:00:00Z
2024-03-04T19:61:00Z
2024-03-04T19:25:00+99:00
32 mars 2024
4 brumaire 2024
4 jui 2024
1 2024
14 juillet 1789
4 mars 2101
9999999999
99999999999
12345
19h25
4 marsouins 2024
12/06
-1709576700
"""


def rows(table: str) -> list[list[str]]:
    return [line.rsplit(" | ", 1) for line in table.strip().splitlines()]


@pytest.mark.parametrize(("text", "instant"), rows(WRITTEN))
def test_a_date_is_an_instant(text: str, instant: str) -> None:
    read = moment(text)
    assert read
    assert read.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() == instant


@pytest.mark.parametrize("text", ["", " ", *NO_DATES.strip().splitlines(), "4 mars 2024 " * 20])
def test_what_is_no_date_gives_none(text: str) -> None:
    assert moment(text) is None
    assert not is_day(text)


@pytest.mark.parametrize("space", ["\xa0", "\u202f", "  ", "\t", "\n"])
def test_any_space_is_a_space(space: str) -> None:
    assert moment("4 mars 2024 à 19h25".replace(" ", space)) == moment("4 mars 2024 à 19h25")


@pytest.mark.parametrize(
    "text", ["2024-03-04", "20240304", "4 mars 2024", "12/06/2023", "Publié le 1er mars 2024"]
)
def test_a_day_alone_is_known_as_a_day(text: str) -> None:
    assert is_day(text)
    assert not is_day(f"{text} 00:00" if text != "20240304" else "20240304T0000")


# published | modified | both as they come out, in Paris
PAIRS = [
    ("2024-03-04T09:00", "2024-03-04T10:00", "2024-03-04T09:00", "2024-03-04T10:00"),
    ("2024-03-04T09:00", "2024-03-04T08:00", "2024-03-04T09:00", "2024-03-04T09:00"),
    ("2024-03-04T09:00", "", "2024-03-04T09:00", "2024-03-04T09:00"),
    ("2024-03-04T09:00", "1970-01-01T00:00Z", "2024-03-04T09:00", "2024-03-04T09:00"),
    ("2024-03-04T09:00", "2024-03-04", "2024-03-04T09:00", "2024-03-04T09:00"),
    ("2024-03-04T09:00", "2024-03-05", "2024-03-04T09:00", "2024-03-05T00:00"),
    ("2024-03-04T09:00", "2024-03-03", "2024-03-04T09:00", "2024-03-04T09:00"),
    ("2024-03-04", "2024-03-04T10:00", "2024-03-04T00:00", "2024-03-04T10:00"),
    ("2024-03-04T09:00+01:00", "2024-03-04T09:30+02:00", "2024-03-04T09:00", "2024-03-04T09:00"),
    ("hier", "2024-03-04T09:00", None, "2024-03-04T09:00"),
    ("hier", "demain", None, None),
]


@pytest.mark.parametrize(("published", "modified", "first", "last"), PAIRS)
def test_a_modification_is_never_before_the_publication(
    published: str, modified: str, first: str | None, last: str | None
) -> None:
    expected = tuple(moment(text) if text else None for text in (first, last))
    assert published_and_modified(published, modified) == expected


PIECES = st.sampled_from(
    "0 1 4 12 99 2024 - / . : T Z h mars er à + ( le PM GMT 24 \u0661 ²".split()
)


@given(st.one_of(st.text(), st.lists(PIECES).map("".join), st.lists(PIECES).map(" ".join)))
def test_no_text_raises(text: str) -> None:
    read = moment(text)
    assert read is None or isinstance(read, datetime)
    assert read is None or read.utcoffset() is not None
    read and read.astimezone(UTC)


@pytest.mark.parametrize(
    "text", ["15/05/24 à 08:30", "15.05.24, 8h30", "/Date(1715754600000+0200)/"]
)
def test_years_in_two_digits_and_moments_of_dotnet(text: str) -> None:
    found = moment(text)
    assert found is not None
    assert found.isoformat() == "2024-05-15T08:30:00+02:00"


def test_a_number_with_stops_is_no_day() -> None:
    assert moment("version 1.2.24.8") is None
