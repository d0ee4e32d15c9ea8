"""What stops a build: wrong configuration, never wrong data (that is a `Problem`)."""

from __future__ import annotations


class KgbuildError(Exception):
    """Says what was seen, where, and what to do; `cli` prints it and exits 2."""


class TerminologyError(KgbuildError):
    """The terminology's own files contradict themselves or cannot be read."""


class ReleaseError(KgbuildError):
    """A release of the Thesaurus is damaged, of another form, or cannot be fetched."""


class LexiconError(KgbuildError):
    """A lexicon file is not in the form that its reader expects."""


class OutputError(KgbuildError):
    """The output folder cannot be written."""


class ResourceError(KgbuildError):
    """A folder that ships with the program is not there."""


class GraphError(KgbuildError):
    """A graph that is to be read is not there, or is not well-formed."""


class QueryError(KgbuildError):
    """A query is refused, is no SPARQL, or was not answered whole."""


class StoreError(KgbuildError):
    """A triple store cannot be opened or reached, refuses what it is sent, or holds what must not be touched."""


class ClusterError(KgbuildError):
    """A cluster cannot be reached, has nobody who works, or works with another edition of the program."""


class RemoteError(KgbuildError):
    """A place of another machine is named in a way that is not understood, or by what is not installed here."""


class EmbeddingError(KgbuildError):
    """A page cannot take the JSON-LD of a drug, or does not tell whose."""


class ConfigurationError(KgbuildError):
    """A setting of ``kgbuild.toml`` or the environment is unknown or of another type."""
