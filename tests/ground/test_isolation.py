"""Protects the tests themselves: none of them reaches the network, the home or the settings of the person who runs them."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 443)], ids=["IPv4", "IPv6"])
def test_no_address_beyond_this_machine_can_be_reached(address: tuple[str, int]) -> None:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as connection, pytest.raises(OSError, match="tests do not touch the network"):
        connection.connect(address)


def test_no_name_can_be_looked_up() -> None:
    with pytest.raises(OSError, match="tests do not touch the network"):
        socket.create_connection(("mfa.karvelia.example", 443), timeout=1)


def test_a_server_that_a_test_starts_can_be_reached() -> None:
    server = socket.create_server(("127.0.0.1", 0))
    with server, socket.create_connection(("localhost", server.getsockname()[1]), timeout=5):
        server.accept()[0].close()


def test_home_and_settings_are_the_tests_own() -> None:
    assert "home" in Path.home().name
    settings = {name: value for name, value in os.environ.items() if name.startswith("COMMUNIQUE_")}
    assert settings == {"COMMUNIQUE_READER": "none"}  # tests of reading name their reader
