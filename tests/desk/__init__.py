"""Tests of the desk as its people meet it: through the browser's requests."""
