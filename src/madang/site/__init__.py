"""Settings, urls and command line: the only place where everything meets."""
