"""Questions to a graph: canned ones or anybody's, put to a file, a store or an endpoint, and never able to change it.

`canned` reads the questions of ``queries/``; `reading` refuses what is no read-only query; `values` finds what a
parameter means; `local` and `remote` ask; `answers` is what comes back, and `formats` writes it.
"""

from __future__ import annotations

from kgbuild.questions.answers import Answer, Statements, Table, Truth
from kgbuild.questions.canned import Kind, Parameter, Question, bound, canned, check_known, question_of
from kgbuild.questions.formats import FORMATS, written
from kgbuild.questions.local import LocalSource
from kgbuild.questions.reading import check_reading
from kgbuild.questions.remote import RemoteSource
from kgbuild.questions.values import Source, value_of

__all__ = [
    "FORMATS",
    "Answer",
    "Kind",
    "LocalSource",
    "Parameter",
    "Question",
    "RemoteSource",
    "Source",
    "Statements",
    "Table",
    "Truth",
    "bound",
    "canned",
    "check_known",
    "check_reading",
    "question_of",
    "value_of",
    "written",
]
