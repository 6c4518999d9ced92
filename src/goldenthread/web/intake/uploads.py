"""What people send: refused by its announced size before any of it is kept, else read from a file of its own."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

AROUND_IT = 16 * 1024
"""What a form may hold around its document, in bytes."""


@contextmanager
def on_disk(sent: Any) -> Iterator[Path]:
    """What was sent, as a file that is there while it is read: at most one byte beyond the limit."""
    with tempfile.NamedTemporaryFile() as kept:
        kept.write(sent.read(settings.UPLOAD_LIMIT + 1))
        kept.flush()
        yield Path(kept.name)


class SizeLimit(FileUploadHandler):
    """Lets a file of a request over the limit run past; `request.is_too_large` then says so."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - Django's own name
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        if self.request is not None:
            self.request.is_too_large = content_length > settings.UPLOAD_LIMIT + AROUND_IT  # type: ignore[attr-defined]

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if getattr(self.request, "is_too_large", False):
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
