"""The map as a drawing: the families of events and their shapes, holders' colours, and the map as SVG and PNG."""
