from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "goldenthread.delivery"
    label = "delivery"

    def ready(self) -> None:
        from goldenthread.delivery.models import Action, ActionPoint, Event, Risk
        from goldenthread.delivery.tables import SHEETS, TABLES
        from goldenthread.kernel.kinds import Kind, register
        from goldenthread.kernel.tables import register_tables

        register(
            Kind("action", "action", Action, "title", words=("lead", "progress", "condition")),
            Kind("action_point", "action point", ActionPoint, "title"),
            Kind("event", "event", Event, "title", words=("note",)),
            Kind("risk", "risk", Risk, "title", words=("mitigation",)),
        )
        register_tables(*TABLES, sheets=SHEETS)
