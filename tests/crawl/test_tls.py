"""Certificates are verified; what fails is told; a profile may allow a host to have any certificate."""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from support.crawling import crawl, rows
from support.served import Site
from support.stories import front, profile, story

from newsspider import profiles
from newsspider.errors import ProfileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATH = "/2024/05/01/story-number-one.html"


def certificate(file: Path, *, host: str) -> Path:
    """A self-signed certificate and its key, for an IP address or a name."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    is_ip = host.replace(".", "").isdigit()
    alternative = x509.IPAddress(ip_address(host)) if is_ip else x509.DNSName(host)
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=9))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    return file


@pytest.fixture
def gazette(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """A site over https, whose certificate is for its own address, unless a test asks for another."""
    wanted = {"host": "127.0.0.1"} | getattr(request, "param", {})
    site = Site({"/": front("Gazette", [PATH]), PATH: story("One")})
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(tmp_path / "own.pem", **wanted))
    site._server.socket = context.wrap_socket(site._server.socket, server_side=True)
    yield site
    site.close()


def https(site: Site) -> str:
    return site.url.replace("http:", "https:")


def test_a_certificate_that_nobody_vouches_for_ends_with_what_to_do(tmp_path: Path, gazette: Site) -> None:
    ended = crawl(tmp_path, profile(tmp_path, https(gazette)))

    assert ended.status == 3
    told = ended.report["notes"][-1]
    assert f"{https(gazette)}: robots.txt cannot be fetched: its TLS certificate is not valid:" in told
    assert f"tls: {{unverified: ['{gazette.host}']}}" in told
    assert gazette.requests == []


def test_a_profile_may_allow_a_host_to_have_any_certificate(tmp_path: Path, gazette: Site) -> None:
    ended = crawl(tmp_path, profile(tmp_path, https(gazette), f"tls: {{unverified: ['{gazette.host}']}}"))

    assert (ended.status, ended.report["articles"]) == (0, 1), ended.out
    assert rows(tmp_path / "archive", "SELECT count(*) FROM articles") == [(1,)]


def trusting(folder: Path, site: str) -> subprocess.CompletedProcess[str]:
    """A crawl on a machine whose authorities include the site's own certificate."""
    command = [sys.executable, "-m", "newsspider", "crawl", site, "--json", "--set", "DOWNLOAD_DELAY=0"]
    here = os.environ | {"SSL_CERT_FILE": str(folder / "own.pem")}
    return subprocess.run(
        command, cwd=folder, env=here, capture_output=True, text=True, check=False, timeout=60
    )


def test_a_certificate_of_a_known_authority_is_taken(tmp_path: Path, gazette: Site) -> None:
    ended = trusting(tmp_path, profile(tmp_path, https(gazette)))

    assert (ended.returncode, json.loads(ended.stdout)["articles"]) == (0, 1)


@pytest.mark.parametrize("gazette", [{"host": "gazette.example"}], indirect=True)
def test_a_certificate_of_another_host_is_told(tmp_path: Path, gazette: Site) -> None:
    ended = trusting(tmp_path, profile(tmp_path, https(gazette)))

    assert ended.returncode == 3
    assert "belongs to another host" in json.loads(ended.stdout)["notes"][-1]


def test_other_hosts_stay_verified(tmp_path: Path, gazette: Site) -> None:
    ended = crawl(tmp_path, profile(tmp_path, https(gazette), "tls: {unverified: [127.0.0.2]}"))

    assert ended.status == 3


@pytest.mark.parametrize("text", ["tls: off", "tls: {unverified: ['https://x.org/']}", "tls: {verify: no}"])
def test_the_key_is_checked(text: str) -> None:
    with pytest.raises(ProfileError, match="key 'tls"):
        profiles.parse(f"name: a\nstart: [https://x.org/]\n{text}", source="a.yaml")
