"""The Django project: settings, addresses, entry points and the embedded database backend."""
