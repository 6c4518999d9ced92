"""A file of public figures arrives, is kept, tried, and taken in: into the record, or as answers of an open round."""

import gzip
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.db import transaction

from goldenthread.intake.models import PublicFile
from goldenthread.intake.public.matching import Match, Matched, matched
from goldenthread.intake.public.places import Places, places_of
from goldenthread.intake.public.telling import Key, Telling, keys_of
from goldenthread.kernel import clock
from goldenthread.kernel.errors import Invalid
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Feed
from goldenthread.measures.operations import end_feed, feed_measure, series_added, take_in
from goldenthread.measures.queries import (
    checks_of_many,
    feed_numbered,
    places_of_series,
    series_by_place,
    unanswered,
)
from goldenthread.measures.rules import (
    FileTold,
    Refusal,
    TakenIn,
    Told,
    Waiting,
    note_refusal,
)
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.rules import check_manage
from goldenthread.reading.errors import Unreadable
from goldenthread.reading.public import Contents, PublicTable, contents_of, open_public
from goldenthread.reckoning.checks import Level
from goldenthread.returns.models import Return
from goldenthread.returns.operations import Line, Said, submit_many, to_check
from goldenthread.returns.queries import waited_for


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a file of public figures did, or would do.

    `taken` is what became of its figures in the record; `answered` are returns of open rounds that its figures answer,
    `waiting` those that they answer once somebody says what the checks ask. `unread` are rows of ours that make no
    sense, `named` the measure and place in words of each series that is told of, `elsewhere` is how many rows are about other places and `aside` about other parts of the people.
    """

    matched: tuple[Matched, ...]
    places: Places
    taken: TakenIn
    answered: tuple[Return, ...]
    waiting: tuple[Waiting, ...]
    refused: dict[str, Refusal]
    named: Mapping[int, tuple[str, str]]
    unread: dict[str, Refusal]
    elsewhere: int
    aside: int

    @property
    def has_open_questions(self) -> bool:
        """Whether rows wait for an answer to what the checks ask."""
        return bool(self.waiting or self.taken.waiting_rows)

    @property
    def all_refused(self) -> list[tuple[str, Refusal]]:
        """Every sentence that refuses rows, with these."""
        return [*self.taken.refused.items(), *self.refused.items(), *self.unread.items()]


def keep_public_file(
    *,
    by: Viewer,
    partnership: Partnership,
    path: Path,
    name: str | None = None,
    edition: str = "",
    released_on: date | None = None,
    limit: int | None = None,
) -> PublicFile:
    """Keep a file of public figures as it was sent. The same file again is the one that is there.

    Raises Unreadable where its headings are those of no public file or it has more bytes than `limit`, Invalid for a
    day to come, NotAllowed.
    """
    check_manage(by, partnership.pk)
    if released_on is not None and released_on > clock.today():
        raise Invalid({"released_on": "This day has not come yet."})
    if limit is not None and path.stat().st_size > limit:
        raise Unreadable(
            f"This file is too large: at most {limit // 1024 // 1024} MB. Download fewer indicators."
        )
    table = open_public(path, name=name)
    with path.open("rb") as file:
        packed = gzip.compress(file.read(), mtime=0)
    kept, is_new = PublicFile.objects.get_or_create(
        partnership=partnership,
        sha256=table.sha256,
        defaults={
            "file_name": f"{table.name[:296]}.gz",
            "content": packed,
            "source": table.source,
            "edition": edition.strip(),
            "released_on": released_on,
            "sent_by": by.name,
            "sent_at": clock.now(),
        },
    )
    if not is_new and (edition.strip() or released_on):
        kept.edition, kept.released_on = edition.strip() or kept.edition, released_on or kept.released_on
        kept.save(update_fields=["edition", "released_on"])
    return kept


@contextmanager
def table_of(file: PublicFile, path: Path | None = None) -> Iterator[PublicTable]:
    """A kept file to read from, as it was sent: from `path`, where it still lies there."""
    if path is not None:
        yield PublicTable(path, file.name, file.source, file.sha256)
        return
    with NamedTemporaryFile() as opened:
        opened.write(gzip.decompress(file.content))
        opened.flush()
        yield open_public(Path(opened.name), name=file.name)


def take_public_file(
    *,
    by: Viewer,
    file: PublicFile,
    also: Iterable[Match] = (),
    trial: bool = False,
    reason: str = "",
    revision: str = "",
    explanation: str = "",
    path: Path | None = None,
) -> Fetched:
    """Take the figures of a kept file in, for the measures that its indicators fill and the places that are ours.

    A figure that an open round waits for becomes the answer to it, to be signed off as any other; all others go into
    the record at once. What fills a measure is written down (`measures.Feed`). A `trial` keeps nothing. All or nothing
    is kept. `reason`, `revision` and `explanation` are what the checks ask, for all rows together; `path` is the very
    same file on the disk, where it need not be unpacked.
    Raises NotAllowed, Unreadable.
    """
    check_manage(by, file.partnership_id)
    with table_of(file, path) as table, transaction.atomic():
        fetched = _take(
            by, file, table, contents_of(table), tuple(also), Answers(reason.strip(), revision, explanation.strip()),
            trial=trial,
        )  # fmt: skip
        if trial:
            transaction.set_rollback(True)
        else:
            file.taken_in_at = clock.now()
            file.save(update_fields=["taken_in_at"])
    return fetched


@transaction.atomic
def confirm_matches(*, by: Viewer, file: PublicFile, matches: Iterable[Match]) -> int:
    """Let indicators of a file fill measures from now on. Returns how many. Raises NotAllowed, Refused."""
    check_manage(by, file.partnership_id)
    return len([_feed(by, file, match) for match in matches])


def end_public_feed(*, by: Viewer, number: int, partnership_id: int) -> Feed:
    """Let a source fill a measure no more. Raises NotFound, NotAllowed."""
    feed = feed_numbered(number, partnership_id=partnership_id)
    end_feed(by=by, feed=feed)
    return feed


def _feed(by: Viewer, file: PublicFile, match: Match) -> Feed:
    return feed_measure(
        by=by, measure=match.measure, source=file.source, indicator=match.indicator, title=match.title,
        sex=match.sex, age=match.age, with_parts=match.with_parts,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody says for all rows that the checks ask something of."""

    reason: str
    revision: str
    explanation: str


def _take(
    by: Viewer,
    file: PublicFile,
    table: PublicTable,
    contents: Contents,
    also: tuple[Match, ...],
    answers: Answers,
    *,
    trial: bool,
) -> Fetched:
    partnership = file.partnership
    found = matched(file.source, contents, partnership.pk, viewer=by, also=also)
    by_indicator: dict[str, tuple[Match, ...]] = {
        one.indicator.code: one.matches for one in found if one.matches
    }
    used = [match for matches in by_indicator.values() for match in matches]
    if not trial:
        for match in used:
            if not match.is_confirmed:
                _feed(by, file, match)
    measure_ids = [match.measure.pk for match in used]
    places = places_of(partnership, measure_ids, contents.places)
    series = _series(found, places, measure_ids)
    telling = Telling(by_indicator, places.numbers, series, _source(table, file))
    waited = waited_for(partnership.pk)
    asked: list[tuple[Return, Told]] = []

    def free() -> Iterator[Told]:
        """The rows that no open round waits for; the others are put by."""
        for told in telling.told(table.figures(by_indicator.keys())):
            waiting = waited.get((told.series_id, told.period)) if waited else None
            if waiting is None:
                yield told
            else:
                asked.append((waiting, told))

    taken = take_in(
        by=by,
        partnership_id=partnership.pk,
        file=FileTold(
            file.name, file.sha256, table.publisher or file.name, contents_in_words(found), file.edition,
            file.released_on,
        ),
        rows=free(),
        reason=answers.reason,
        revision=answers.revision,
        explanation=answers.explanation,
        trial=trial,
    )  # fmt: skip
    answered, waiting, refused = _answer(by, table, asked, answers, trial=trial)
    told_of = [one.series_id for one in (*taken.new, *taken.revised)]
    told_of += [one.series_id for one in (*taken.waiting, *waiting)]
    return Fetched(
        matched=tuple(found),
        places=places,
        taken=taken,
        answered=answered,
        waiting=waiting,
        refused=refused,
        named=places_of_series(told_of),
        unread=telling.unread,
        elsewhere=telling.elsewhere,
        aside=telling.aside,
    )


def _series(found: Iterable[Matched], places: Places, measure_ids: list[int]) -> dict[Key, int]:
    """The series that the rows are about; those of places inside the partnership's are begun where they are new."""
    there = series_by_place(measure_ids)
    wanted = {
        key
        for one in found
        for place in {places.numbers.get(word, 0) for word in one.indicator.places} & places.own
        for key in keys_of(one.matches, one.indicator.groups, place)
    }
    new = sorted(wanted - there.keys())
    if new:
        series_added(new)
        there = series_by_place(measure_ids)
    return there


def _answer(
    by: Viewer, table: PublicTable, asked: list[tuple[Return, Told]], answers: Answers, *, trial: bool
) -> tuple[tuple[Return, ...], tuple[Waiting, ...], dict[str, Refusal]]:
    """Answer what open rounds wait for; what the checks refuse or ask is said of each. A trial asks five queries."""
    refused: dict[str, Refusal] = {}
    first: dict[int, tuple[Return, Told]] = {}
    for one, told in asked:
        _, before = first.setdefault(one.pk, (one, told))
        if before._replace(row=told.row) != told:
            another = f"Row {before.row} of the same file gives another figure for the same place and period."
            note_refusal(refused, another, told.row)
    lines = {number: Line(one, _said(table, told, answers), None) for number, (one, told) in first.items()}
    figures = [figure for line in lines.values() if (figure := to_check(line.asked, line.said)) is not None]
    checks = checks_of_many(figures) if figures else {}
    waiting: list[Waiting] = []
    for number, (one, told) in first.items():
        found = checks.get((told.series_id, one.round.period_id), ())
        errors = unanswered(check for check in found if check.level is Level.ERROR)
        asks = {} if by.everywhere else unanswered(
            found, explanation=lines[number].said.explanation, revision=answers.revision
        )  # fmt: skip
        for sentence in errors.values():
            note_refusal(refused, sentence, told.row)
        if asks and not errors:
            waiting.append(Waiting(told.row, told.series_id, told.period, " ".join(asks.values())))
        if errors or asks:
            del lines[number]
    if not trial:
        sent = submit_many(by=by, lines=list(lines.values()))
        wrong = sent.refused | {number: " ".join(fields.values()) for number, fields in sent.wrong.items()}
        for number, sentence in wrong.items():
            note_refusal(refused, sentence, first[number][1].row)
            del lines[number]
    return tuple(line.asked for line in lines.values()), tuple(waiting), refused


def _said(table: PublicTable, told: Told, answers: Answers) -> Said:
    """A row as the answer to what a round asks."""
    limits = {"lower": told.lower, "upper": told.upper}
    return Said(
        value=told.value,
        numerator=told.numerator,
        denominator=told.denominator,
        nothing_because=told.comment if told.gap else "",
        explanation=answers.explanation or answers.reason,
        revision=answers.revision,
        source_named=told.source,
        also={"received_from": table.publisher or table.name}
        | {name: str(limit) for name, limit in limits.items() if limit is not None},
    )


def contents_in_words(found: Iterable[Matched]) -> str:
    """The indicators of a file that fill a measure, as a release is called."""
    return "; ".join(one.indicator.title for one in found if one.matches)[:300]


def _source(table: PublicTable, file: PublicFile) -> str:
    """Where a figure comes from, in words: "OHID Fingertips, indicators.csv, 2026 release, published on 05/05/2026"."""
    said = [table.publisher, table.name, file.edition]
    if file.released_on:
        said.append(f"published on {file.released_on:%d/%m/%Y}")
    return ", ".join(filter(None, said))[:300]
