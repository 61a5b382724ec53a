"""The Django project: settings, pages and the HTTP API around the exporter."""
