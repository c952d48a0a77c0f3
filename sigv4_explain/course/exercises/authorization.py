"""Exercise of notebook 06: the value of the Authorization header."""

from __future__ import annotations

from sigv4_explain.authorization import authorization_header
from sigv4_explain.course.exercise import CREATING, Example, Exercise, Requirement, WrongAnswer

_PAGE = f"{CREATING}#add-signature-to-request"
_FORM = Requirement("The value is the algorithm, a blank, then Credential=, SignedHeaders= and Signature=.", _PAGE)
_SCOPE = Requirement("Credential is the access key id, a slash, and the whole credential scope.", _PAGE)
_COMMAS = Requirement("No comma follows the algorithm; a comma and a blank stand between the three parts.", _PAGE)
_NAMES = Requirement("SignedHeaders is copied as it was signed: the names with semicolons between them.", _PAGE)
_SPELLED = Requirement("The three names are Credential, SignedHeaders and Signature, in this spelling.", _PAGE)


def my_authorization(access_key_id: str, credential_scope: str, signed_headers: str, signature: str) -> str:
    """Return the value of the Authorization header."""
    credential = f"Credential={access_key_id}/{credential_scope}"
    return f"AWS4-HMAC-SHA256 {credential}, SignedHeaders={signed_headers}, Signature={signature}"


def _with_name(key: str, scope: str, names: str, value: str) -> str:
    return f"Authorization: {authorization_header(key, scope, names, value)}"


def _without_algorithm(key: str, scope: str, names: str, value: str) -> str:
    return authorization_header(key, scope, names, value).partition(" ")[2]


def _comma_after_algorithm(key: str, scope: str, names: str, value: str) -> str:
    return authorization_header(key, scope, names, value).replace("SHA256 ", "SHA256, ")


def _no_commas(key: str, scope: str, names: str, value: str) -> str:
    return authorization_header(key, scope, names, value).replace(", ", " ")


def _no_blanks(key: str, scope: str, names: str, value: str) -> str:
    return authorization_header(key, scope, names, value).replace(", ", ",")


def _semicolons(key: str, scope: str, names: str, value: str) -> str:
    return authorization_header(key, scope, names, value).replace(", ", "; ")


def _names_with_commas(key: str, scope: str, names: str, value: str) -> str:
    return authorization_header(key, scope, names.replace(";", ","), value)


def _no_scope(key: str, _scope: str, names: str, value: str) -> str:
    return f"AWS4-HMAC-SHA256 Credential={key}, SignedHeaders={names}, Signature={value}"


def _encoded(key: str, scope: str, names: str, value: str) -> str:
    return authorization_header(key, scope, names, value).replace("/", "%2F")


def _quoted(key: str, scope: str, names: str, value: str) -> str:
    return f'AWS4-HMAC-SHA256 Credential="{key}/{scope}", SignedHeaders="{names}", Signature="{value}"'


def _header_spelling(key: str, scope: str, names: str, value: str) -> str:
    return authorization_header(key, scope, names, value).replace("SignedHeaders", "Signed-Headers")


_SCOPES = ("20150830/us-east-1/sts/aws4_request", "20201231/eu-central-1/execute-api/aws4_request")
_SIGNATURES = (
    "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    "e93c787ed7f371d5c6b165c1b38ede9550f4dce4144713e844b25b7192d3865d",
)

EXERCISES = (
    Exercise(
        name="authorization",
        chapter="06",
        task="write my_authorization(access_key_id, credential_scope, signed_headers, signature): the header's value.",
        cases=(
            Example(("AKIDEXAMPLE", _SCOPES[0], "host", _SIGNATURES[0]), _FORM),
            Example(("AKIDEXAMPLE", _SCOPES[1], "host;x-amz-date", _SIGNATURES[1]), _NAMES),
        ),
        right=authorization_header,
        solution=my_authorization,
        mistakes=(
            WrongAnswer(
                _with_name,
                Requirement("The value begins with the algorithm. Authorization: is the header's name.", _PAGE),
            ),
            WrongAnswer(_without_algorithm, Requirement("The algorithm comes first: AWS4-HMAC-SHA256.", _PAGE)),
            WrongAnswer(_comma_after_algorithm, Requirement("After the algorithm comes a blank, and no comma.", _PAGE)),
            WrongAnswer(_no_commas, _COMMAS),
            WrongAnswer(
                _no_blanks,
                Requirement(
                    "A blank follows each comma, as on AWS's page. Servers do without; this exercise does not.", _PAGE
                ),
            ),
            WrongAnswer(
                _semicolons, Requirement("Commas stand between the parts; semicolons only between header names.", _PAGE)
            ),
            WrongAnswer(_names_with_commas, _NAMES),
            WrongAnswer(_no_scope, _SCOPE),
            WrongAnswer(
                _encoded, Requirement("In the header nothing is percent-encoded: slashes stay slashes.", _PAGE)
            ),
            WrongAnswer(_quoted, Requirement("The values stand without quotation marks.", _PAGE)),
            WrongAnswer(_header_spelling, _SPELLED),
        ),
        hints=(
            "Print trace.authorization above and count: one algorithm, three parts.",
            "It begins with AWS4-HMAC-SHA256 and a blank. Credential= holds two of your four arguments.",
            'An f-string with ", " between its parts: Credential={id}/{scope}, SignedHeaders=…, Signature=….',
        ),
    ),
)
