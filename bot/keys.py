"""The server's secret key: keyed digests, values encrypted for minutes, codes that are derived instead of stored."""

import base64
import hmac

from cryptography.fernet import Fernet, InvalidToken

from bot.domain import codes
from bot.errors import OperatorError

MINIMUM_LENGTH = 32


class ServerKey:
    """Derives everything secret from one long random text that lives outside the database."""

    def __init__(self, secret: str) -> None:
        if len(secret) < MINIMUM_LENGTH:
            raise OperatorError(
                f"secret_key has {len(secret)} characters; it needs at least {MINIMUM_LENGTH}. "
                "Make one with: python3 -c 'import secrets; print(secrets.token_hex(32))'"
            )
        self._secret = secret.encode()
        self._fernet = Fernet(base64.urlsafe_b64encode(self._raw("encryption", "")))

    def digest(self, purpose: str, value: str) -> str:
        """A keyed fingerprint of ``value``: equal values of one purpose match, nothing can be read back."""
        return self._raw(purpose, value).hex()[:40]

    def encrypt(self, text: str) -> str:
        """Hide a value that must come back for a few minutes."""
        return self._fernet.encrypt(text.encode()).decode()

    def decrypt(self, token: str) -> str:
        """The text that ``encrypt`` hid; ``OperatorError`` if it was hidden with another key."""
        try:
            return self._fernet.decrypt(token.encode()).decode()
        except InvalidToken:
            raise OperatorError("secret_key is not the one that this database was made with") from None

    def sms_code(self, message_id: int) -> str:
        """The six digits of the SMS with this row id."""
        return f"{int.from_bytes(self._raw('sms-code', str(message_id))[:8], 'big') % 1_000_000:06d}"

    def personal_code(self, code_id: int) -> str:
        """The personal code with this row id, in Latin letters, without a dash."""
        return codes.spell(int.from_bytes(self._raw("personal-code", str(code_id))[:4], "big"))

    def _raw(self, purpose: str, value: str) -> bytes:
        return hmac.digest(self._secret, f"{purpose}\x1f{value}".encode(), "sha256")


def same(left: str, right: str) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(left.encode(), right.encode())
