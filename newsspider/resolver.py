"""Checks what names resolve to before a connection: a public name must not lead to a private address."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from typing import Any

from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer

# Suffixes of private names, which the public DNS will never have; a name of one label is private too
# (RFC 6761, RFC 8375, RFC 9476 and ICANN's list of names that collide).
_PRIVATE_SUFFIXES = (
    ".localhost", ".local", ".internal", ".test", ".home.arpa", ".lan", ".home", ".corp", ".intranet",
)  # fmt: skip

# Networks that lead through a gateway into another network, or nowhere; older Python versions call some
# of them global.  Site-local (RFC 3879), IPv4-compatible (RFC 4291 2.5.5.1), NAT64 (RFC 6052, RFC 8215),
# 6to4 and its relays (RFC 7526), Teredo (RFC 4380), IETF protocols (RFC 6890), SRv6 (RFC 9602).
_NOT_PUBLIC = tuple(
    map(
        ipaddress.ip_network,
        (
            "0.0.0.0/8", "192.0.0.0/24", "192.88.99.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23",
            "2002::/16", "5f00::/16", "fec0::/10", "ff00::/8",
        ),
    )
)  # fmt: skip


def is_private_address(text: str) -> bool:
    """Whether the text is an IP address outside the public network.

    An IPv4 address mapped into IPv6 is judged as the IPv4 address.
    """
    try:
        address = ipaddress.ip_address(text.partition("%")[0].strip("[]"))
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    if any(address in net for net in _NOT_PUBLIC if net.version == address.version):
        return True
    return address.is_multicast or not address.is_global


def is_private_name(host: str) -> bool:
    """Whether a host is a private IP address, or has the form of a name in a private network."""
    is_name = not host.replace(".", "").isdigit() and ":" not in host
    return is_private_address(host) or (is_name and ("." not in host or host.endswith(_PRIVATE_SUFFIXES)))


def watch(hosts: Collection[str]) -> dict[str, str]:
    """Refuse, from now on, private addresses that one of *hosts* resolves to.

    The returned mapping fills as names are resolved: a host, and the address refused for it.
    """
    from twisted.internet import reactor

    refused: dict[str, str] = {}
    reactor.installNameResolver(_Watched(reactor.nameResolver, hosts, refused))
    return refused


@implementer(IHostnameResolver)
class _Watched:
    """A resolver that hides the private addresses of some hosts."""

    def __init__(self, inner: Any, hosts: Collection[str], refused: dict[str, str]) -> None:
        self._inner, self._hosts, self._refused = inner, frozenset(hosts), refused

    # The names are Twisted's; its interfaces have no types.
    def resolveHostName(self, resolutionReceiver: Any, hostName: str, *given: Any, **named: Any) -> Any:  # noqa: N802, N803
        """Resolve with the inner resolver; a watched host gets public addresses only."""
        if hostName in self._hosts:
            resolutionReceiver = _Public(resolutionReceiver, hostName, self._refused)  # noqa: N806
        return self._inner.resolveHostName(resolutionReceiver, hostName, *given, **named)


@implementer(IResolutionReceiver)
class _Public:
    """Passes on what a resolver finds, except private addresses."""

    def __init__(self, receiver: Any, host: str, refused: dict[str, str]) -> None:
        self._receiver, self._host, self._refused = receiver, host, refused

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802
        """The resolver has begun."""
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        """An address was found."""
        ip_address = str(getattr(address, "host", ""))
        if is_private_address(ip_address):
            self._refused[self._host] = ip_address
        else:
            self._receiver.addressResolved(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        """The resolver has finished."""
        self._receiver.resolutionComplete()
