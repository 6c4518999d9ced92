"""An invented plan of an invented county, broken in other ways than the one that the reader was first shown."""

from pathlib import Path

import docx
import openpyxl

HEADS = (
    "Measure",
    "",
    "",
    "",
    "Lead Organisation",
    "Lead Officer",
    "Partners",
    "How will progress be monitored?",
)
YEARS = ("Baseline 2006/07", "Target 2009/10", "Target 2010/11", "Target 2011/12")
EQUALITY = (
    "Outline briefly whether achieving these targets will have a significant positive or negative impact on groups"
    " represented by the following equalities strands: race, gender, disability, age."
)
RISK = "Description of risk that may prevent achieving these targets, likelihood of it happening and actions taken"

Block = str | list[tuple[str, ...]]

PLAN: list[Block] = [
    "Theme Name: Thriving Towns & Villages",
    "Summary of overall theme progress",
    "Shops are filling again in four of the six market towns.",
    "Community Strategy Theme: Thriving Towns and Villages",
    "Long Term Objective: Bring empty buildings back into use",
    "Short Term Action: Open up the floors above shops",
    [
        HEADS,
        (
            "NI 901: Empty homes brought back into use",
            "",
            "",
            "",
            "Marlshire County Council",
            "Petra Quill",
            "Orlingford BC, Tamsey DC",
            "Housing Forum - quarterly",
        ),
        (*YEARS, "", "", "", ""),
        (
            "Orlingford: 120 Tamsey: 80 All: 210",
            "10% reduction (108)",
            "tbc",
            "",
            "",
            "",
            "",
            "",
        ),
    ],
    "Actions:",
    "- Grants for owners",
    "Equalities Impact",
    EQUALITY,
    "An EIA was completed in May 2009.",
    "Risk assessment",
    RISK,
    "Theme Name – Fair Chances",
    "Community Strategy Theme: Fair Chances",
    "Long Term Objective: Fewer young people without work",
    "Short Term Action: Find a mentor for each leaver",
    [
        HEADS,
        (
            "NI 902 Young people aged 16-18 not in work, school or training in Tamsey",
            "",
            "",
            "",
            "Tamsey DC",
            "",
            "Colleges",
            "Children's Board, annual",
        ),
        (*YEARS, "", "", "", ""),
        ("6.1%", "6.4% (32/400)", "5.5%", "5.0%", "", "", "", ""),
    ],
    "Actions:",
    "- Mentors in every college",
    "Equalities Impact",
    EQUALITY,
    "Risk assessment",
    RISK,
    "Colleges may close courses.",
]


def as_text(path: Path) -> Path:
    lines = []
    for block in PLAN:
        lines += [block] if isinstance(block, str) else ["\t".join(row) for row in block]
        lines.append("")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def as_word(path: Path) -> Path:
    document = docx.Document()
    for block in PLAN:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(rows=0, cols=len(block[0]))
        for row in block:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
    document.save(str(path))
    return path


def as_workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    for block in PLAN:
        for row in [(block,)] if isinstance(block, str) else block:
            sheet.append(row)
    book.save(path)
    return path


def as_target(path: Path, line: str) -> Path:
    """One measure on the template that names its target above the table, with another line for that."""
    blanks = "\t" * 4
    path.write_text(
        "Theme Name: Healthy Lives\n\nLAA 2009-2012 Theme: Healthy Lives (HL)\n\n"
        f"{line}\n\nQUITTERS AT FOUR WEEKS\n\n"
        f"Short Term Action\tMeasure and Target{blanks}Lead Individual\tLead Agency\tKey Partners\tMonitoring\n"
        f"Help people stop\tMeasure and target used to deliver the short term action{blanks}Ann Mole\tNHS Marlshire\t"
        "Pharmacies\tHealth Board\n"
        f"\t<u>Baseline</u> 1,200 (08/09)\t<u>09/10</u> 1,260\t<u>10/11</u> 1,330\t<u>11/12</u> 1,400{blanks}\n\n"
        "Actions:\n\n- Run clinics\n",
        encoding="utf-8",
    )
    return path
