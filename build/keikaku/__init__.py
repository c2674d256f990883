"""keikaku (計画): an open-data publisher for the plans of Japanese municipalities."""

__version__ = "0.1.0"
