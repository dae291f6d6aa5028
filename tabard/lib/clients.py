"""Who counts as one client of ours, where only so much is allowed to each."""

from ipaddress import IPv6Address, IPv6Network, ip_address


def network_of(client: str) -> str:
    """The network of an IP address given as text: an IPv6 household has 64 bits of them. What is no IP address stands
    for itself."""
    try:
        address = ip_address(client)
    except ValueError:
        return client
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or IPv6Network((int(address), 64), strict=False))
