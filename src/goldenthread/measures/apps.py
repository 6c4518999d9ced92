from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "goldenthread.measures"
    label = "measures"

    def ready(self) -> None:
        from goldenthread.kernel.kinds import Kind, register
        from goldenthread.measures.models import Measure

        register(
            Kind("measure", "measure", Measure, "title"),
        )
