"""Python runs this as it starts, in every process that a test starts."""

from no_network import watch

watch()
