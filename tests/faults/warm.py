"""What every process of these tests begins with: the program and its texts are there, no commit waits for a disk."""

import gc

import bot.__main__  # noqa: F401 - what is imported here need not be imported by each process
from bot.texts.catalogue import keys
from models import database

keys()
database.SYNCHRONOUS = "OFF"
gc.freeze()
