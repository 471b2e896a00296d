"""Where a request comes from."""

from ipaddress import ip_address

from django.conf import settings

UNKNOWN = "0.0.0.0"


def client_address(request) -> str:
    """The client's address as text, without port; UNKNOWN when there is none.

    Each trusted proxy adds the address it was called from at the end of X-Forwarded-For, so the client stands at
    the place counted from the end by TRUSTED_PROXIES; what stands before it was written by the client itself. A
    request that did not come through all of them counts as coming from its own peer.
    """
    chain = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",")]
    proxies = settings.TRUSTED_PROXIES
    told = chain[-proxies] if 0 < proxies <= len(chain) else ""
    return parsed(told) or parsed(request.META.get("REMOTE_ADDR", "")) or UNKNOWN


def parsed(text):
    """`text` as an address, or None. Accepts 192.0.2.1:443 and [2001:db8::1]:443, as some proxies write them."""
    bare = text[1:].split("]", 1)[0] if text.startswith("[") else text
    if bare.count(":") == 1:
        bare = bare.split(":", 1)[0]
    try:
        address = ip_address(bare)
    except ValueError:
        return None
    return str(getattr(address, "ipv4_mapped", None) or address)
