"""Names of what TLS agreed on, as WARC wants them: `tls/1.3`, and IANA's name of the cipher suite.

OpenSSL calls the suites of TLS 1.3 as IANA does, older ones in its own way, from which IANA's follows by rule. Suites
without a certificate (anonymous, PSK, SRP) and without encryption are left out: no web server offers them.
"""

import re
from typing import Any

_SUITE = re.compile(
    r"(?:(?P<exchange>ECDHE|DHE)-)?(?:(?P<signed>RSA|ECDSA|DSS)-)?"
    r"(?:(?P<cipher>AES|CAMELLIA|ARIA)(?P<bits>128|256)|(?P<chacha>CHACHA20-POLY1305))"
    r"(?:-(?P<mode>GCM|CCM8|CCM))?(?:-(?P<mac>SHA\d*))?"
)


def version_name(openssl: str) -> str:
    """Turn OpenSSL's `TLSv1.3` into `tls/1.3`."""
    number = openssl.removeprefix("TLSv")
    return f"tls/{number if '.' in number else number + '.0'}"


def cipher_name(openssl: str) -> str | None:
    """Return IANA's name for OpenSSL's of a cipher suite (RFC 5246, A.5); None when there is no rule for it."""
    if openssl.startswith("TLS_"):
        return openssl
    match = _SUITE.fullmatch(openssl)
    if match is None:
        return None
    exchange, signed, mode, mac = (match[name] for name in ("exchange", "signed", "mode", "mac"))
    keys = f"{exchange}_{signed or 'RSA'}" if exchange else "RSA"
    if match["chacha"]:
        return f"TLS_{keys}_WITH_CHACHA20_POLY1305_SHA256"
    cipher = f"{match['cipher']}_{match['bits']}_{(mode or 'CBC').replace('CCM8', 'CCM_8')}"
    return f"TLS_{keys}_WITH_{cipher}" + (f"_{mac}" if mac else "")


def agreed(transport: Any) -> tuple[str | None, str | None]:
    """Return version and cipher suite of a Twisted transport once the handshake is over; twice None for plain TCP."""
    get_handle = getattr(transport, "getHandle", None)
    handle: Any = get_handle() if get_handle else None
    cipher = handle.get_cipher_name() if hasattr(handle, "get_cipher_name") else None
    return (version_name(handle.get_protocol_version_name()), cipher_name(cipher)) if cipher else (None, None)
