"""Drivers: who makes the acts. History replays what was coded."""
