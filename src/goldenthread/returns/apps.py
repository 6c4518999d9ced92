from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "goldenthread.returns"
    label = "returns"

    def ready(self) -> None:
        from goldenthread.kernel.kinds import Kind, register
        from goldenthread.kernel.tables import register_tables
        from goldenthread.returns.models import Round
        from goldenthread.returns.tables import TABLES

        register(Kind("round", "round", Round, "title", stays_inside=True))
        register_tables(*TABLES)
