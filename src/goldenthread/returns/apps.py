from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "goldenthread.returns"
    label = "returns"

    def ready(self) -> None:
        from goldenthread.kernel.kinds import Kind, register
        from goldenthread.kernel.tables import register_tables
        from goldenthread.returns.models import Round, Story
        from goldenthread.returns.tables import TABLES

        register(
            Kind("round", "round", Round, "title", stays_inside=True),
            Kind(
                "story",
                "story",
                Story,
                "title",
                words=("progress", "arrangements", "new_ways"),
                stays_inside=True,
            ),
        )
        register_tables(*TABLES)
