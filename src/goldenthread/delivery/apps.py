from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "goldenthread.delivery"
    label = "delivery"

    def ready(self) -> None:
        from goldenthread.kernel.kinds import Kind, register
        from goldenthread.delivery.models import Action, Risk

        register(
            Kind("action", "action", Action, "title"),
            Kind("risk", "risk", Risk, "title"),
        )
