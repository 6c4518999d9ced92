"""What each page shows, one file a page. Every query takes the viewer and starts from what they may see."""

from goldenthread.overview.queries.delivery import action, actions, late
from goldenthread.overview.queries.events import events
from goldenthread.overview.queries.findings import findings, findings_summary
from goldenthread.overview.queries.front import front
from goldenthread.overview.queries.glance import glance
from goldenthread.overview.queries.governance import governance
from goldenthread.overview.queries.heading import heading
from goldenthread.overview.queries.history import history
from goldenthread.overview.queries.measure import measure
from goldenthread.overview.queries.measure_list import measure_list, mine
from goldenthread.overview.queries.messages import messages
from goldenthread.overview.queries.objective import objective
from goldenthread.overview.queries.people import accounts, decision, decisions, places, posts
from goldenthread.overview.queries.points import action_point, action_points
from goldenthread.overview.queries.reminders import reminders
from goldenthread.overview.queries.results import results
from goldenthread.overview.queries.risks import risk_register
from goldenthread.overview.queries.rounds import cards as rounds_cards
from goldenthread.overview.queries.rounds import return_page, round_page, rounds
from goldenthread.overview.queries.rug import rug
from goldenthread.overview.queries.search import search
from goldenthread.overview.queries.silence import silent
from goldenthread.overview.queries.standing import day_of
from goldenthread.overview.queries.strategy import amendments, equality, equality_register, year_end
from goldenthread.overview.queries.succession import evidence_register, strategy_list, strategy_page
from goldenthread.overview.queries.theme import theme

__all__ = [
    "accounts",
    "action",
    "action_point",
    "action_points",
    "actions",
    "amendments",
    "day_of",
    "decision",
    "decisions",
    "equality",
    "equality_register",
    "events",
    "evidence_register",
    "findings",
    "findings_summary",
    "front",
    "glance",
    "governance",
    "heading",
    "history",
    "late",
    "measure",
    "measure_list",
    "messages",
    "mine",
    "objective",
    "places",
    "posts",
    "reminders",
    "results",
    "return_page",
    "risk_register",
    "round_page",
    "rounds",
    "rounds_cards",
    "rug",
    "search",
    "silent",
    "strategy_list",
    "strategy_page",
    "theme",
    "year_end",
]
