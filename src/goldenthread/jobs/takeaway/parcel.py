"""The folder or zip that an export is: its manifest, and reading it without trusting it."""

import hashlib
import json
import re
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from goldenthread.kernel.errors import Refused

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
MOST_FILES: Final = 100_000
MOST_BYTES: Final = 16 * 1024**3
"""What all files of a zip may unpack to: a hundred times the largest partnership that we measured."""
LARGEST_MANIFEST: Final = 64 * 1024**2
_BLOCK: Final = 1024 * 1024
_NAME: Final = re.compile(
    r"README\.txt|(records/[a-z_]+\.jsonl)|(tables/[a-z-]+\.csv)|(attachments/[0-9a-f]{64})"
)
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)


class Strict(BaseModel):
    """What a manifest says, and nothing else."""

    model_config = ConfigDict(extra="forbid", strict=True)


class File(Strict):
    """One file of an export."""

    path: str
    bytes: int = Field(ge=0)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class Attachment(Strict):
    """A file that was sent, by the hash that names it, and the names that it was sent under."""

    sha256: str
    file_names: list[str]


class Named(Strict):
    """The partnership that an export is of."""

    code: str
    name: str


class LastChange(Strict):
    """The last thing that was done in the partnership: an export is of the moment after it."""

    event: int
    at: str


class Manifest(Strict):
    """What an export holds. `counts` are rows by table."""

    format: Literal[1]
    written_by: str
    partnership: Named
    last_change: LastChange | None
    counts: dict[str, int]
    attachments: list[Attachment]
    files: list[File]


class Parcel(Protocol):
    """An export to read from."""

    def names(self) -> list[str]:
        """Every file there is, hidden ones too."""

    def open(self, name: str) -> IO[bytes]:
        """A file to read, from its beginning."""


class _Folder:
    def __init__(self, path: Path) -> None:
        self._path = path

    def names(self) -> list[str]:
        found = []
        for path in sorted(self._path.rglob("*")):
            name = path.relative_to(self._path).as_posix()
            if path.is_symlink():
                raise Refused(f"“{name}” is a link to somewhere else, which this program never writes.")
            if not path.is_dir():
                found.append(name)
        return found

    def open(self, name: str) -> IO[bytes]:
        return (self._path / name).open("rb")


class _Zip:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def names(self) -> list[str]:
        members = self._archive.infolist()
        if len(members) > MOST_FILES or sum(member.file_size for member in members) > MOST_BYTES:
            raise Refused("This zip unpacks to more than this program ever writes, so it was not opened.")
        if any(stat.S_ISLNK(member.external_attr >> 16) for member in members):
            raise Refused("This zip holds a link to somewhere else, which this program never writes.")
        if any(member.flag_bits & 0x1 for member in members):
            raise Refused("This zip is locked with a password. Unpack it with that, and import the folder.")
        return [member.filename for member in members if not member.is_dir()]

    def open(self, name: str) -> IO[bytes]:
        return self._archive.open(name)


@contextmanager
def opened(path: Path) -> Iterator[Parcel]:
    """The export in a folder or zip. Raises Refused where there is none, or where it breaks while it is read."""
    if path.is_dir():
        yield _Folder(path)
        return
    if not path.is_file():
        raise Refused(f"There is no folder or file “{path}”. Check its name.")
    try:
        with zipfile.ZipFile(path) as archive:
            yield _Zip(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as problem:
        raise Refused(f"“{path.name}” is not a whole zip file. Fetch it again.") from problem


def checked(parcel: Parcel) -> Manifest:
    """The manifest of an export, once every file that it lists is there, alone, and as it was written."""
    content = manifest_content(parcel, "an export of a partnership")
    manifest = _manifest(content)
    check_files(parcel, manifest.files, _NAME)
    return manifest


def manifest_content(parcel: Parcel, what: str) -> bytes:
    """The bytes of the manifest. Raises Refused where there is none, as this is not `what` then."""
    if MANIFEST not in parcel.names():
        raise Refused(f"There is no {MANIFEST} here, so this is not {what}.")
    with parcel.open(MANIFEST) as source:
        content = source.read(LARGEST_MANIFEST + 1)
    if len(content) > LARGEST_MANIFEST:
        raise Refused("The manifest is larger than any that this program writes.")
    return content


def check_files(parcel: Parcel, files: list[File], allowed: re.Pattern[str]) -> None:
    """Raises Refused unless the files are those that a manifest lists, by names that are allowed, to the byte."""
    names = parcel.names()
    listed = [file.path for file in files]
    for all_of_them in (names, listed):
        if len(set(all_of_them)) != len(all_of_them):
            raise Refused("A file stands here twice, so it is not what this program wrote.")
    for name in (*listed, *names):
        if name != MANIFEST and not allowed.fullmatch(name):
            raise Refused(f"“{name}” is no name of a file that this program writes.")
    if missing := sorted(set(listed) - set(names)):
        raise Refused(f"“{missing[0]}” is in the manifest but is not here. Fetch it again.")
    if strange := sorted(set(names) - set(listed) - {MANIFEST}):
        raise Refused(f"“{strange[0]}” is not in the manifest. Take it out if you put it there yourself.")
    for file in files:
        with parcel.open(file.path) as source:
            if digest(source, at_most=file.bytes) != (file.bytes, file.sha256):
                raise Refused(
                    f"“{file.path}” is not as it was written: its hash differs from the manifest's."
                )


def _manifest(content: bytes) -> Manifest:
    check_format(content, FORMAT)
    try:
        return Manifest.model_validate_json(content)
    except ValidationError as problem:
        where = ".".join(str(part) for part in problem.errors()[0]["loc"])
        raise Refused(f"The manifest is damaged at “{where}”.") from None


def check_format(content: bytes, known: int) -> None:
    """Raises Refused where a manifest is none, or of a format that a later version of the program writes."""
    try:
        written = json.loads(content)["format"]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise Refused("The manifest is damaged: it is not what this program writes.") from None
    if isinstance(written, int) and written > known:
        raise Refused(
            f"This is of format {written}, and this program reads format {known}. "
            "Bring Golden Thread up to date and try again then."
        )


def digest(source: IO[bytes], *, at_most: int | None = None) -> tuple[int, str]:
    """How many bytes there are to read and their SHA-256; reads no further than one byte past `at_most`."""
    sum_, size = hashlib.sha256(), 0
    while block := source.read(_BLOCK if at_most is None else min(_BLOCK, at_most + 1 - size)):
        sum_.update(block)
        size += len(block)
        if at_most is not None and size > at_most:
            break
    return size, sum_.hexdigest()


def listed(path: Path, folder: Path) -> File:
    """What a manifest says of a file in its folder."""
    with path.open("rb") as source:
        size, sha256 = digest(source)
    return File(path=path.relative_to(folder).as_posix(), bytes=size, sha256=sha256)


def pack(folder: Path, target: Path) -> None:
    """Zip a folder into a new file that only its owner may read.

    The same files always give the same bytes: they are in order and have no times of their own.
    """
    target.touch(mode=0o600, exist_ok=False)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_dir():
                continue
            member = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _EARLIEST)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3
            member.external_attr = 0o600 << 16
            with path.open("rb") as source, archive.open(member, "w", force_zip64=True) as into:
                shutil.copyfileobj(source, into, _BLOCK)
