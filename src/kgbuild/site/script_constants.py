"""Values that scripts read: a page opened from a file can load scripts, and nothing else."""

from __future__ import annotations


def assigned(name: str, value: object) -> bytes:
    r"""A script that gives a value to a global name.

    >>> assigned("KGBUILD_INDEX", [["</script>", "\u2028"]])
    b'globalThis.KGBUILD_INDEX = [["</script>","\xe2\x80\xa8"]];\n'
    """
    import orjson

    return b"globalThis." + name.encode() + b" = " + orjson.dumps(value) + b";\n"
