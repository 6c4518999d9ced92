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
            Kind("strategy", "strategy", Strategy, "title"),
            Kind("theme", "theme", Theme, "title"),
            Kind("objective", "objective", Objective, "title"),
            Kind("commitment", "commitment", Commitment, "title"),
            Kind("evidence", "evidence", Evidence, "text"),
        )
        register_tables(*TABLES, sheets=SHEETS)
