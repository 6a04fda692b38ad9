"""Where does an address lead that is written beside another one?"""

from urllib.parse import urljoin


def join(base: str, address: str) -> str:
    """The address, whole where `base` is; "" where the two make none."""
    try:
        return urljoin(base, address.strip())
    except ValueError:  # an IPv6 bracket left open
        return ""
