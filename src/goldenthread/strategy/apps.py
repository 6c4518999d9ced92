from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "goldenthread.strategy"
    label = "strategy"

    def ready(self) -> None:
        from goldenthread.kernel.kinds import Kind, register
        from goldenthread.kernel.tables import register_tables
        from goldenthread.strategy.models import Commitment, Evidence, Objective, Strategy, Theme
        from goldenthread.strategy.tables import SHEETS, TABLES

        register(
            Kind("strategy", "strategy", Strategy, "title", words=("years", "vision")),
            Kind("theme", "theme", Theme, "title", words=("summary", "arrangements", "innovation")),
            Kind("objective", "objective", Objective, "title"),
            Kind("commitment", "commitment", Commitment, "title"),
            Kind("evidence", "evidence", Evidence, "text", words=("value", "source_named")),
        )
        register_tables(*TABLES, sheets=SHEETS)
