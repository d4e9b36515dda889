"""Dates as the Library of Congress and ISO 8601-2:2019 write them (EDTF), read and written.

Levels 0 and 1 are read whole, but for times of day and years of other than four digits. Of level
2 are read: unspecified digits anywhere (156X-12-25), the parts of a year 25 to 41 (quarters,
southern seasons ...), and *one of a set* ([1667,1670..1672], [..1984]). A source that lists *all*
of several dates ({1667,1668}) speaks of more than one thing, and is refused.

EDTF says what a date is, and not always which days it allows; where it is silent, the readings
here are the widest that the words bear, so that an answer called sure is sure:

* a month or year is something within it; `199X`, `2002-09-XX` likewise: some day of those;
* `~` (approximate) adds one unit of the date's own precision on either side: `2002-09~` is August
  to October, `199X~` is 1980 to 2009;
* `?` (uncertain) and `%` (uncertain and approximate) bound nothing, for the date may be wrong;
* a season 21 to 24 has the months of the northern half of the earth; the winter of 2002 may be
  that which begins in it, or that which ends in it: December 2001 to February 2003;
* in an interval `..` is an end that has never come (or a begin that never was), and nothing
  (`1994/`) is one that nobody knows.
"""

from elchi.edtf.reading import Edtf, Part, parse
from elchi.edtf.writing import write

__all__ = ["Edtf", "Part", "parse", "write"]
