"""Is a host this machine or one of a private network, however its address is written?

A browser takes http://127.1/, http://0x7f000001/ and http://①②⑦.0.0.1/ for http://127.0.0.1/.
"""

import re
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from unicodedata import normalize
from urllib.parse import unquote

_NETWORKS = tuple(
    ip_network(text)
    for text in (
        *("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16"),
        *("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16"),
        # the unspecified, the loopback, and those that hold one of version 4
        *("::/96", "fc00::/7", "fe80::/10", "fec0::/10"),
    )
)
# A name whose last label is a number is an address, in one of the forms of inet_aton
_ADDRESS = re.compile(r"(?:.*\.)?(?:\d+|0x[0-9a-f]*)")


def internal(host: str) -> bool:
    """Whether a host is local or private; so is one that is written as an address and is none."""
    name = normalize("NFKC", unquote(host)).casefold().replace("。", ".").removesuffix(".")
    if ":" not in name and not _ADDRESS.fullmatch(name):
        return name == "localhost" or name.endswith(".localhost")
    try:
        address = _address(name)
    except (ValueError, OSError):
        return True
    return any(address in network for network in _NETWORKS)


def _address(name: str) -> IPv4Address | IPv6Address:
    if ":" not in name:
        return IPv4Address(socket.inet_aton(name))
    address = ip_address(name)
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
