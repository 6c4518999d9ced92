from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "goldenthread.web"
    label = "web"

    def ready(self) -> None:
        from django.urls import register_converter

        from goldenthread.web.converters import SubjectId
        from goldenthread.web.messages.slots import register_all

        register_converter(SubjectId, "subject")
        register_all()
