"""Files of other machines, by addresses such as ``s3://bucket/folder``: what opens them is fsspec, an extra.

A connection is opened only for an address that the user gives. Credentials come from where fsspec and its packages
look for them (the environment, their files), never from an address.
"""

from __future__ import annotations

import re
from typing import Any

from kgbuild.errors import RemoteError
from kgbuild.printable import printable

_KINDS = re.compile(r"(?:s3a?|gs|gcs|hdfs|memory)://")
_USER = re.compile(r"(?<=://)[^/]*@")

FileSystem = Any
"""Of fsspec, which ships no annotations."""


def is_remote(name: str) -> bool:
    """Whether a name is such an address; all others are names of files here.

    >>> is_remote("s3://bucket/pages"), is_remote("gs://bucket"), is_remote("pages"), is_remote("https://cancer.gov/")
    (True, True, False, False)
    """
    return _KINDS.match(name) is not None


def without_user(address: str) -> str:
    """An address as it may be shown.

    >>> without_user("hdfs://somebody@namenode:8020/pages/a@b.md")
    'hdfs://namenode:8020/pages/a@b.md'
    """
    return _USER.sub("", address)


def opened(address: str) -> tuple[FileSystem, str]:
    """The file system of an address, and the name that a file or folder has there.

    Raises:
        RemoteError: the address holds a password, or needs a package that is not installed.
    """
    if (user := _USER.search(address)) and ":" in user[0]:
        raise RemoteError(
            f"{without_user(address)}: the address holds a password, which others could see; give it without, and the"
            " credentials as docs/cluster.md tells"
        )
    try:
        from fsspec.core import url_to_fs

        system, name = url_to_fs(address)
    except ImportError as error:
        raise RemoteError(
            f"{without_user(address)}: this needs a package that is not installed ({printable(str(error))});"
            " run pip install 'kgbuild[dask]', and pip install gcsfs for gs://, or pyarrow for hdfs://"
        ) from error
    system.invalidate_cache()  # what another has written meanwhile is to be seen
    return system, name.rstrip("/")


def why(error: Exception) -> str:
    """In a few words, why a file system did not do what it was asked."""
    text = (isinstance(error, OSError) and error.strerror) or str(error) or type(error).__name__
    return printable(text.strip().partition("\n")[0][:200])
