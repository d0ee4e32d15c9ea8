"""The form of an index: tables, and the marks by which it is known.

SQLite, because an index is opened in place and not loaded, is one file that can be replaced whole, and every Python
reads it.
"""

from __future__ import annotations

APPLICATION = 0x6B67746D
"""``kgtm`` in the header of the file (SQLite: ``PRAGMA application_id``)."""
VERSION = 1
"""Of the tables below; an index of another version is to be imported again."""
MAGIC = b"SQLite format 3\0"
ADVICE = "run 'kgbuild terms import'"

PREFERRED, DISPLAYED, SYNONYM = range(3)
"""Ranks of a name."""

TABLES = f"""
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {VERSION};
CREATE TABLE source (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE concept (
    line INTEGER PRIMARY KEY,  -- of the release
    code TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    names TEXT NOT NULL,       -- this and the next two separated by pipes, in the release's order
    types TEXT NOT NULL,
    parents TEXT NOT NULL,
    display TEXT NOT NULL,
    status TEXT NOT NULL,
    retired INTEGER NOT NULL
);
CREATE TABLE name (
    key TEXT NOT NULL,         -- kgbuild.naming.normalise
    concept INTEGER NOT NULL,  -- its line
    rank INTEGER NOT NULL,     -- 0 preferred, 1 display name, 2 synonym
    PRIMARY KEY (key, concept)
) WITHOUT ROWID;
CREATE TABLE parent (
    parent TEXT NOT NULL,      -- a code, perhaps of no concept
    child INTEGER NOT NULL,    -- its line
    PRIMARY KEY (parent, child)
) WITHOUT ROWID;
CREATE TEMP TABLE unsorted (key TEXT NOT NULL, concept INTEGER NOT NULL, rank INTEGER NOT NULL);
"""
