"""`python -m bot.sandbox`: the emulator as a process of its own."""

from bot.sandbox.server import main

if __name__ == "__main__":
    main()
