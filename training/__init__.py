"""Training of the reader. Never part of the install; see training/requirements.txt."""
