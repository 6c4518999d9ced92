from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "goldenthread.intake"
    label = "intake"

    def ready(self) -> None:
        from goldenthread.intake.models import Document, Draft
        from goldenthread.intake.tables import SHEETS, TABLES
        from goldenthread.kernel.kinds import Kind, register
        from goldenthread.kernel.tables import register_tables

        register(
            Kind("document", "document", Document, "file_name", stays_inside=True),
            Kind("draft", "draft", Draft, "title", stays_inside=True),
        )
        register_tables(*TABLES, sheets=SHEETS)
