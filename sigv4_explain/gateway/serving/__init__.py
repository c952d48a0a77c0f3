"""The sockets: connections, their limits, and the thread in which the fronts listen."""
