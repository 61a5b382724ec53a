"""The guarded client: public addresses only, resolved once, and no credential leaves its host."""

from __future__ import annotations

import asyncio
import datetime
import ipaddress
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from exporter.kit.outbound import AllowList, OutboundRefusedError, guarded_client, is_public
from tests.exporter.kit.servers import Answer, Seen, Server, serving


class FakeNames:
    """The system's resolver, at the edge to the operating system: each name with its answers, in turn."""

    def __init__(self) -> None:
        self.answers: dict[str, list[list[str]]] = {}
        self.asked: list[str] = []

    async def getaddrinfo(self, host: str, port: int, **_: Any) -> list[Any]:
        self.asked.append(host)
        turns = self.answers.get(host, [[host]])
        addresses = turns.pop(0) if len(turns) > 1 else turns[0]
        return [
            (
                socket.AF_INET6 if ":" in address else socket.AF_INET,
                socket.SOCK_STREAM,
                6,
                "",
                (address, port),
            )
            for address in addresses
        ]


@pytest.fixture
async def names(monkeypatch: pytest.MonkeyPatch) -> FakeNames:
    fake = FakeNames()
    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", fake.getaddrinfo)
    return fake


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254"),
        *("100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *(
            "::1",
            "::",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "fe80::1",
            "fc00::1",
            "fd00:ec2::254",
        ),
        *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1"),
        *("2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "ff02::1", "fec0::1", "100::1"),
    ],
)
def test_special_addresses_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "8.8.8.8", "93.184.216.34", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"],
)
def test_machines_on_the_internet_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def test_the_allow_list_takes_hosts_addresses_and_networks() -> None:
    allow = AllowList([" db.Local. ", " 10.1.0.0/16", "192.168.7.7", "fd00::/8", "", " "])
    assert allow.permits("DB.local", ipaddress.ip_address("127.0.0.1"))
    assert not allow.permits("other.local", ipaddress.ip_address("127.0.0.1"))
    assert allow.permits("x", ipaddress.ip_address("10.1.200.3"))
    assert not allow.permits("x", ipaddress.ip_address("10.2.0.1"))
    assert allow.permits("x", ipaddress.ip_address("192.168.7.7"))
    assert not allow.permits("x", ipaddress.ip_address("192.168.7.8"))
    assert allow.permits("x", ipaddress.ip_address("fd00::5"))
    assert allow.permits("x", ipaddress.ip_address("1.1.1.1"))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0177.0.0.1", "127.1"],
)
async def test_this_machine_is_refused_however_it_is_written(server: Server, host: str) -> None:
    async with guarded_client() as client:
        with pytest.raises((OutboundRefusedError, httpx.HTTPError, httpx.InvalidURL)):
            await client.get(f"http://{host}:{server.port}/")
    assert server.seen == []


async def test_a_name_with_one_private_address_among_public_ones_is_refused(
    server: Server, names: FakeNames
) -> None:
    names.answers["mixed.example"] = [["93.184.216.34", "127.0.0.1"]]
    async with guarded_client() as client:
        with pytest.raises(OutboundRefusedError, match=r'"mixed\.example" is a private or special address'):
            await client.get(f"http://mixed.example:{server.port}/")
    assert server.seen == []


async def test_a_name_that_changes_its_address_is_not_asked_again_before_connecting(
    server: Server, names: FakeNames, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: the check sees one address, a second lookup would give another."""
    monkeypatch.setenv("OUTBOUND_ALLOW", "127.0.0.1")
    names.answers["rebinding.example"] = [["127.0.0.1"], ["127.0.0.2"]]
    async with guarded_client() as client:
        await client.get(f"http://rebinding.example:{server.port}/")
        assert names.asked.count("rebinding.example") == 1
        with pytest.raises(OutboundRefusedError):
            await client.get(f"http://rebinding.example:{server.port}/")
    assert [seen.headers["Host"] for seen in server.seen] == [f"rebinding.example:{server.port}"]


async def test_the_next_address_is_tried_where_one_does_not_answer(
    server: Server, names: FakeNames, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTBOUND_ALLOW", "many.example")
    names.answers["many.example"] = [["::1", "127.0.0.9", "127.0.0.1"]]
    async with guarded_client() as client:
        answer = await client.post(f"http://many.example:{server.port}/", json={"a": 1})
    assert answer.status_code == 200
    assert server.seen[0].json == {"a": 1}


@pytest.fixture
def two_hosts(names: FakeNames, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTBOUND_ALLOW", "home.example, other.example")
    names.answers["home.example"] = [["127.0.0.1"]]
    names.answers["other.example"] = [["127.0.0.1"]]
    names.answers["inside.example"] = [["127.0.0.1"]]


@pytest.mark.usefixtures("two_hosts")
async def test_credentials_stay_with_their_host_when_it_redirects(server: Server) -> None:
    def redirect(seen: Seen) -> Answer:
        if seen.path == "/start":
            return Answer(307, headers={"Location": "/here", "Set-Cookie": "sid=1"})
        if seen.path == "/here":
            return Answer(307, headers={"Location": server.url("/there", "other.example")})
        return Answer()

    server.answer = redirect
    headers = {"Authorization": "Bearer x", "X-Api-Key": "y", "Accept": "application/json"}
    async with guarded_client(headers=headers) as client:
        await client.post(server.url("/start", "home.example"), json={"a": 1})
    start, here, there = server.seen
    assert (start.headers["X-Api-Key"], here.headers["X-Api-Key"]) == ("y", "y")
    assert here.headers["Authorization"] == "Bearer x"
    assert there.headers["Host"] == f"other.example:{server.port}"
    assert there.headers["Accept"] == "application/json"
    assert not {"Authorization", "X-Api-Key", "Cookie"} & set(there.headers)
    assert there.json == {"a": 1}


@pytest.mark.usefixtures("two_hosts")
@pytest.mark.parametrize("target", ["http://inside.example:{}/", "http://127.0.0.1:{}/", "http://[::1]:{}/"])
async def test_a_redirect_to_a_private_address_is_refused(server: Server, target: str) -> None:
    server.answer = lambda seen: Answer(302, headers={"Location": target.format(server.port)})
    async with guarded_client() as client:
        with pytest.raises(OutboundRefusedError):
            await client.get(server.url("/", "home.example"))
    assert len(server.seen) == 1


@pytest.mark.usefixtures("two_hosts")
async def test_redirects_in_a_circle_end(server: Server) -> None:
    server.answer = lambda seen: Answer(302, headers={"Location": "/again"})
    async with guarded_client() as client:
        with pytest.raises(httpx.TooManyRedirects):
            await client.get(server.url("/", "home.example"))
    assert len(server.seen) == 6


@pytest.mark.usefixtures("two_hosts")
@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://home.example/x", "gopher://home.example/"])
async def test_a_redirect_to_another_protocol_is_refused(server: Server, target: str) -> None:
    server.answer = lambda seen: Answer(302, headers={"Location": target})
    async with guarded_client() as client:
        with pytest.raises((OutboundRefusedError, httpx.UnsupportedProtocol)):
            await client.get(server.url("/", "home.example"))


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A self-signed certificate for home.example, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "home.example")])
    now = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("home.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "certificate.pem"
    encoding = serialization.Encoding.PEM
    no_password = serialization.NoEncryption()
    path.write_bytes(
        key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, no_password)
        + signed.public_bytes(encoding)
    )
    return path


@pytest.mark.usefixtures("two_hosts")
async def test_tls_is_verified_against_the_name_and_not_the_address(certificate: Path) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    asked: list[str | None] = []
    tls.sni_callback = lambda connection, name, context: asked.append(name)
    trusting = ssl.create_default_context(cafile=str(certificate))
    with serving(tls=tls) as server:
        async with guarded_client(verify=trusting) as client:
            assert (await client.get(server.url("/", "home.example"))).status_code == 200
            with pytest.raises(httpx.ConnectError, match="certificate"):
                await client.get(server.url("/", "other.example"))
        assert [seen.headers["Host"] for seen in server.seen] == [f"home.example:{server.port}"]
    assert asked == ["home.example", "other.example"]


@pytest.mark.usefixtures("two_hosts")
async def test_a_redirect_from_https_to_http_is_refused(certificate: Path, server: Server) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with serving(
        lambda seen: Answer(302, headers={"Location": server.url("/", "home.example")}), tls
    ) as secure:
        async with guarded_client(verify=ssl.create_default_context(cafile=str(certificate))) as client:
            with pytest.raises(OutboundRefusedError, match="https to http"):
                await client.get(secure.url("/", "home.example"))
    assert server.seen == []


async def test_an_unknown_name_is_a_clear_error() -> None:
    async with guarded_client() as client:
        with pytest.raises(httpx.ConnectError, match=r'"no-such-host\.invalid" cannot be resolved'):
            await client.get("http://no-such-host.invalid/")


async def test_the_proxy_of_the_environment_is_not_asked(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy would connect to whatever it is told, behind the guard."""
    monkeypatch.setenv("HTTP_PROXY", server.url())
    monkeypatch.setenv("OUTBOUND_ALLOW", "127.0.0.1")
    with serving() as target:
        async with guarded_client() as client:
            await client.get(target.url())
        assert len(target.seen) == 1
        assert [seen.path for seen in server.seen if seen.path.startswith(target.url())] == []
