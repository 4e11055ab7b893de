"""Scripts of the install test, each run by `dev.inside script` on its database."""
