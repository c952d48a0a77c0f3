"""What a request presents, by the name under which the verifier and the doctor import it."""

from sigv4_explain.presented import Carrier, Presented, presented_by

__all__ = ["Carrier", "Presented", "presented_by"]
