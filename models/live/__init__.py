"""Moving pictures, painted as they come: from a source through the network to whoever watches."""
