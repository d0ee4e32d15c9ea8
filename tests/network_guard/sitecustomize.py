"""Python runs this as it starts, in every process that a test starts."""

from network_guard.no_network import watch

watch()
