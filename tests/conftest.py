"""How hard properties are tried: a little in every run, much by ``pytest --hypothesis-profile=thorough``."""

from hypothesis import settings

settings.register_profile("usual", max_examples=40)
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile("usual")
