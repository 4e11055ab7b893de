"""A disk that is full, and one that has lost a file: both real."""

import os
import resource
from contextlib import contextmanager


@contextmanager
def full_disk(most=0):
    """Let this process write no file of more than some bytes, as on a full disk.

    The kernel refuses it with EFBIG; Python ignores the signal that goes with it.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def lost_file(file, left=None):
    """Take the bytes of an attachment off the disk, all or but for the first ones.

    :param left: number of bytes that stay, None if the file is gone
    """
    path = file._full_path(file.store_fname)
    with open(path, "rb") as stored:
        content = stored.read()
    os.unlink(path)
    if left is not None:
        with open(path, "wb") as stored:
            stored.write(content[:left])
    file.env.invalidate_all()
    try:
        yield
    finally:
        with open(path, "wb") as stored:
            stored.write(content)
        file.env.invalidate_all()
