"""From tellings to events: which claims tell of one happening, who disagrees, who held which place when."""
