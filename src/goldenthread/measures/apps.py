from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "goldenthread.measures"
    label = "measures"

    def ready(self) -> None:
        from goldenthread.kernel.kinds import Kind, register
        from goldenthread.kernel.tables import register_tables
        from goldenthread.measures.models import Measure
        from goldenthread.measures.tables import SHEETS, TABLES

        register(
            Kind(
                "measure",
                "measure",
                Measure,
                "title",
                words=("code", "definition", "caveats", "data_source", "monitoring"),
            ),
        )
        register_tables(*TABLES, sheets=SHEETS)
