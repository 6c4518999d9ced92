from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "goldenthread.delivery"
    label = "delivery"

    def ready(self) -> None:
        from goldenthread.delivery.models import Action, ActionPoint, Event, Risk
        from goldenthread.kernel.kinds import Kind, register

        register(
            Kind("action", "action", Action, "title"),
            Kind("action_point", "action point", ActionPoint, "title"),
            Kind("event", "event", Event, "title"),
            Kind("risk", "risk", Risk, "title"),
        )
