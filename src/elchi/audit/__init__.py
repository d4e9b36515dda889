"""Auditing: another's data set beside the chronicle, year by year.

`elchi audit FILE` takes the reader's own copy of a data set and says where it and the chronicle
agree, where they differ, and where only one of them speaks. What is known of a data set (its
columns, codes and values, and which facts of the chronicle bear on it) is a file in
`queries/audits/`; nothing here knows one by name.
"""

from elchi.audit.auditing import Report, audit
from elchi.audit.runs import Candidate, Run

__all__ = ["Candidate", "Report", "Run", "audit"]
