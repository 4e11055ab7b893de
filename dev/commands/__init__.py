"""One module per `make` target."""
