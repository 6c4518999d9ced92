"""Places in a Word document: cells, fields of forms, and marks in running text. Their looks stay as they are."""

import copy
from collections import defaultdict
from collections.abc import Sequence

from lxml import etree

from goldenthread.press.shapes import CannotFill, Filling, place_of_mark

_ANY = "{*}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def fill_document(root: etree._Element, wanted: Sequence[Filling]) -> etree._Element:
    """One part of a document with these places filled. Raises CannotFill."""
    places = [(_found(root, one.at), one) for one in wanted]
    marks: dict[etree._Element, list[Filling]] = defaultdict(list)
    for element, one in places:
        if one.mark:
            marks[element].append(one)
    for element, those in marks.items():
        _fill_marks(element, those)
    for element, one in places:
        if not one.mark:
            _fill_whole(element, one.words)
    return root


def _found(root: etree._Element, at: str) -> etree._Element:
    element = root
    try:
        for step in at.split("."):
            element = element[int(step)]
    except (IndexError, ValueError):
        raise CannotFill("A place of the template is not there any more.") from None
    return element


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def _fill_marks(paragraph: etree._Element, wanted: list[Filling]) -> None:
    """Replace marks, which may run over several stretches of text: the first of them gets the words."""
    text, starts = "", []
    for one in paragraph.iter(f"{_ANY}t", f"{_ANY}tab", f"{_ANY}br"):
        if next((up for up in one.iterancestors() if _name(up) == "p"), None) is not paragraph:
            continue
        if _name(one) == "t":
            starts.append((len(text), one))
            text += one.text or ""
        elif _name(one.getparent()) == "r":
            text += "\t" if _name(one) == "tab" else "\n"
    for begin, one in sorted(((place_of_mark(text, one), one) for one in wanted), key=lambda pair: -pair[0]):
        _replace(starts, begin, begin + len(one.mark), one.words)


def _replace(starts: list[tuple[int, etree._Element]], begin: int, end: int, words: str) -> None:
    """Put words in place of the letters from `begin` to `end`, which are later ones than any replaced before."""
    first = True
    for start, element in starts:
        text = element.text or ""
        low, high = max(begin - start, 0), min(end - start, len(text))
        if low >= high:
            continue
        before, after = text[:low], text[high:]
        if first:
            _say(element, before, words, after)
            first = False
        else:
            element.text = before + after
            element.set(_SPACE, "preserve")


def _say(element: etree._Element, before: str, words: str, after: str) -> None:
    """Words in a stretch of text; their line ends become breaks."""
    lines = words.split("\n")
    element.text = before + lines[0] + (after if len(lines) == 1 else "")
    element.set(_SPACE, "preserve")
    spot = element
    for number, line in enumerate(lines[1:], 1):
        name = etree.QName(element)
        break_ = etree.Element(f"{{{name.namespace}}}br")
        rest = etree.Element(element.tag)
        rest.text = line + (after if number == len(lines) - 1 else "")
        rest.set(_SPACE, "preserve")
        spot.addnext(break_)
        break_.addnext(rest)
        spot = rest


def _fill_whole(element: etree._Element, words: str) -> None:
    """Everything that a cell or a field of a form says, in the looks of what stood there first."""
    if _name(element) == "sdt":
        _no_longer_a_prompt(element)
        element = next(one for one in element if _name(one) == "sdtContent")
    texts = _texts(element)
    if not texts:
        texts = [_new_text(element)]
    for above in texts[0].iterancestors():
        if above is element:
            break
        if _name(above) == "sdt":
            _no_longer_a_prompt(above)
    for one in texts[1:]:
        one.text = ""
    _say(texts[0], "", words, "")


def _texts(element: etree._Element) -> list[etree._Element]:
    """The texts of a place, in order; those of tables inside it are not its own."""
    return [
        one
        for one in element.iter(f"{_ANY}t")
        if next((up for up in one.iterancestors() if up is element or _name(up) == "tbl"), None) is element
    ]


def _new_text(element: etree._Element) -> etree._Element:
    """A text in the first paragraph of a place that has none, in the looks that the paragraph's end has."""
    namespace = etree.QName(element).namespace
    paragraph = next((one for one in element if _name(one) == "p"), None)
    if paragraph is None:
        paragraph = next(iter(element.iter(f"{_ANY}p")), None)
    run = etree.Element(f"{{{namespace}}}r")
    if paragraph is not None:
        looks = paragraph.find(f"{_ANY}pPr/{_ANY}rPr")
        if looks is not None:
            kept = copy.deepcopy(looks)
            for one in list(kept):
                if _name(one) in {"ins", "del", "moveFrom", "moveTo", "rPrChange"}:
                    kept.remove(one)
            run.append(kept)
        paragraph.append(run)
    else:
        element.append(run)  # a field inside a line
    return etree.SubElement(run, f"{{{namespace}}}t")


def _no_longer_a_prompt(control: etree._Element) -> None:
    """A field that was filled says so, and does not look like a prompt any more."""
    properties = next((one for one in control if _name(one) == "sdtPr"), None)
    if properties is None:
        return
    prompts = [one for one in properties if _name(one) == "showingPlcHdr"]
    for one in prompts:
        properties.remove(one)
    if prompts:
        for style in list(control.iter(f"{_ANY}rStyle")):
            if style.getparent().getparent() is not None and _name(style.getparent().getparent()) == "r":
                style.getparent().remove(style)
