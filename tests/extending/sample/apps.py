from django.apps import AppConfig


class SampleConfig(AppConfig):
    name = "tests.extending.sample"
    label = "newsroom"
