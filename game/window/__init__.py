"""The window: menu, match, replay and film, all painted from scenes; the only place that knows pygame."""
