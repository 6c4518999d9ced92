from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "goldenthread.publishing"
    label = "publishing"

    def ready(self) -> None:
        from goldenthread.kernel.kinds import Kind, register
        from goldenthread.kernel.tables import register_tables
        from goldenthread.publishing.models import OutsideTemplate
        from goldenthread.publishing.tables import SHEETS, TABLES

        register(
            Kind(
                "outside_template",
                "outside template",
                OutsideTemplate,
                "title",
                words=("asked_by",),
                stays_inside=True,
            )
        )
        register_tables(*TABLES, sheets=SHEETS)
