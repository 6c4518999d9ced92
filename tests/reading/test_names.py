"""The people, organisations and bodies of a cell become lists, and a doubt says where one was guessed."""

import pytest

from goldenthread.reading.names import known_names, organisations, partners, people, routes
from goldenthread.reading.plan import MonitoringRoute


@pytest.mark.parametrize(
    ("cell", "names", "doubted"),
    [
        ("", (), False),
        ("Ada Wren", ("Ada Wren",), False),
        ("Ada Wren and Ben Oak", ("Ada Wren", "Ben Oak"), False),
        ("Ada Wren & Ben Oak", ("Ada Wren", "Ben Oak"), False),
        ("Ada Wren/Ben Oak", ("Ada Wren", "Ben Oak"), False),
        ("Ada Wren/ Ben Oak", ("Ada Wren", "Ben Oak"), False),
        ("Ada Wren\nBen Oak", ("Ada Wren", "Ben Oak"), False),
        ("Ada Wren, Jean-Luc Elm and Ben Oak", ("Ada Wren", "Jean-Luc Elm", "Ben Oak"), False),
        ("Joint Leads: Ada Wren (BC)/Ben Oak (Police)", ("Ada Wren", "Ben Oak"), False),
        ("DCI Ada Wren", ("DCI Ada Wren",), False),
        ("Ada Wren Ben Oak", ("Ada Wren", "Ben Oak"), True),
        ("Ada Wren, Head of Waste / Ben Oak as streets lead", ("Ada Wren", "Ben Oak"), True),
        ("Head of Waste", ("Head of Waste",), False),
        ("Waste lead and Streets manager", ("Waste lead", "Streets manager"), False),
        ("Vacant", (), True),
        ("tbc", (), True),
    ],
)
def test_lead_people(cell: str, names: tuple[str, ...], doubted: bool) -> None:
    found = people(cell)
    assert (found.names, found.doubt is not None) == (names, doubted)


def test_a_person_known_from_elsewhere_is_told_from_the_role_behind() -> None:
    assert people("Ada Wren Streets Strategy Manager", known=("Ada Wren",)).names == ("Ada Wren",)
    assert people("Ada Wren Streets Strategy Manager").names == ("Ada Wren Streets Strategy Manager",)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Eastmarsh BC", ("Eastmarsh BC",)),
        ("University of Eastmarsh and EBC", ("University of Eastmarsh", "EBC")),
        ("Joint leads: EBC/Eastmarsh Police", ("EBC", "Eastmarsh Police")),
        ("EBC EPCT", ("EBC", "EPCT")),
        ("Eastmarsh Council Crime and Drugs Unit", ("Eastmarsh Council Crime and Drugs Unit",)),
        ("Eastmarsh and Villages Council", ("Eastmarsh and Villages Council",)),
        ("West Council, East Trust", ("West Council", "East Trust")),
        ("Adult Care, Council", ("Adult Care, Council",)),
        ("tbc", ()),
    ],
)
def test_lead_organisations(cell: str, names: tuple[str, ...]) -> None:
    assert organisations(cell).names == names


@pytest.mark.parametrize(
    ("cell", "names", "doubted"),
    [
        ("Police, Schools, and the parish councils", ("Police", "Schools", "the parish councils"), False),
        ("Police; Schools", ("Police", "Schools"), False),
        ("Police\nSchools", ("Police", "Schools"), False),
        ("JC+. Ash Trust, SEEK", ("JC+", "Ash Trust", "SEEK"), False),
        ("St. Bede DC, Police", ("St. Bede DC", "Police"), False),
        ("East Marsh BC E Shire DC Ash/Oak BC", ("East Marsh BC", "E Shire DC", "Ash/Oak BC"), True),
        ("NHS Foundation trust West Shire PCT", ("NHS Foundation trust", "West Shire PCT"), True),
        ("Schools and other settings Shire Constabulary Youth groups", ("Schools and other settings", "Shire Constabulary", "Youth groups"), True),
        ("GP practices Dentists Pharmacists", ("GP practices", "Dentists", "Pharmacists"), True),
        ("Shire Council and Shire PCTs", ("Shire Council", "Shire PCTs"), False),
        ("Schools and early years settings", ("Schools and early years settings",), False),
        ("Community Development Agency for Eastmarsh", ("Community Development Agency for Eastmarsh",), False),
    ],
)  # fmt: skip
def test_partners(cell: str, names: tuple[str, ...], doubted: bool) -> None:
    found = partners(cell)
    assert (found.names, found.doubt is not None) == (names, doubted)


def test_names_that_stand_apart_elsewhere_show_where_a_run_breaks() -> None:
    known = known_names(["EBC", "CDRPs, Youth Aid", "Schools", "BC"])
    assert known == ("Youth Aid", "CDRPs", "EBC")
    assert partners("EBC Local Authorities Youth Aid Probation CDRPs", known).names == (
        "EBC",
        "Local Authorities",
        "Youth Aid",
        "Probation",
        "CDRPs",
    )


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("", ()),
        ("Streets Board", (MonitoringRoute("Streets Board"),)),
        ("Streets Board - quarterly", (MonitoringRoute("Streets Board", "quarterly"),)),
        ("Streets Board, termly", (MonitoringRoute("Streets Board", "termly"),)),
        (
            "Streets Board annual Plan annual",
            (MonitoringRoute("Streets Board", "annual"), MonitoringRoute("Plan", "annual")),
        ),
        (
            "Plan Quarterly Performance Monitor Plan Half-yearly Action Monitor",
            (
                MonitoringRoute("Plan Quarterly Performance Monitor", "quarterly"),
                MonitoringRoute("Plan Half-yearly Action Monitor", "half-yearly"),
            ),
        ),
        ("Crime Board, Drugs Board", (MonitoringRoute("Crime Board"), MonitoringRoute("Drugs Board"))),
        (
            "It is reported monthly, and the board sees it annually",
            (MonitoringRoute("It is reported monthly, and the board sees it annually", "monthly, annually"),),
        ),
    ],
)
def test_monitoring_routes(cell: str, expected: tuple[MonitoringRoute, ...]) -> None:
    assert routes(cell) == expected
