from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "goldenthread.web"
    label = "web"

    def ready(self) -> None:
        from django.urls import register_converter

        from goldenthread.web.converters import SubjectId

        register_converter(SubjectId, "subject")
