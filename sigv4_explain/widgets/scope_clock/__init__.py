"""ScopeClock: when and where a signature counts."""
