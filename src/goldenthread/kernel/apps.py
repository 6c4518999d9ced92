from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "goldenthread.kernel"
    label = "kernel"
