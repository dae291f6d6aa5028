"""The toolbox: plain Python that knows nothing of Django."""
