"""The one thing to do next, which this server and this client can give; and what else would tell more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sigv4_explain.doctor.case import Case
from sigv4_explain.doctor.code import print_line
from sigv4_explain.doctor.diagnosis import Advice
from sigv4_explain.doctor.evidence import NOTHING_THERE
from sigv4_explain.doctor.experience import Said, said_by
from sigv4_explain.doctor.finding import Certainty, Finding
from sigv4_explain.doctor.look.post_policy import signed_form
from sigv4_explain.doctor.replay.proof import SecretVerdict
from sigv4_explain.doctor.servers import ServerKind, ServerTexts, fronts_of, has_answered, server_of
from sigv4_explain.doctor.signers import (
    BY_HAND,
    CLIENTS,
    AskedPiece,
    SignerKind,
    SigningManner,
    language_in,
    signer_of,
)
from sigv4_explain.readers.answers.forms import AnswerForm
from sigv4_explain.readers.answers.strings import Completeness

_BY_NAME = {client.name: client for client in CLIENTS}
COMMONEST = tuple([_BY_NAME[name] for name in ("AWS CLI", "boto3", "AWS SDK for JavaScript v3")])
"""Who most people sign with; they are named where nothing tells who signed."""

_CUT = (Completeness.CUT_SHORT, Completeness.ALTERED, Completeness.REBUILT)


class Known(NamedTuple):
    """A case, with who answered, who signed and in which language."""

    case: Case
    server: ServerKind | None
    signer: SignerKind | None
    language: str | None

    @classmethod
    def of(cls, case: Case) -> Known:
        """Find out who is who."""
        return cls(case, server_of(case), signer_of(case), language_in(case))

    def how(self, piece: AskedPiece) -> tuple[str, ...]:
        """Return how this client gives a piece; for one that nobody knows, how the commonest three do."""
        is_own = self.signer is None or self.signer is BY_HAND or not self.signer.texts
        if piece is AskedPiece.TEXTS and self.language and is_own:
            line = print_line(self.language)
            return tuple(filter(None, [f"{self.language}: add {line.shows}", line.note]))
        clients = COMMONEST if self.signer is None or not self.signer.lines else (self.signer,)
        return tuple([f"{client.name}: {client.lines[piece]}" for client in clients if piece in client.lines])


def how_to_get(piece: AskedPiece, case: Case) -> tuple[str, ...]:
    """Return how the client that shows in a case gives a piece.

    >>> from sigv4_explain import Request
    >>> from sigv4_explain.doctor.case import case_of
    >>> from sigv4_explain.doctor.evidence import Evidence
    >>> sent = Request("GET", "https://example.com/", {"User-Agent": "aws-cli/2.15"})
    >>> how_to_get(AskedPiece.TEXTS, case_of(Evidence(request=sent)))
    ('AWS CLI: add --debug: it prints CanonicalRequest and StringToSign',)
    """
    return Known.of(case).how(piece)


def next_step(case: Case, findings: tuple[Finding, ...]) -> Advice | None:
    """Return the one thing to do next; None when a cause is proven, or everything was given."""
    return next(iter(what_next(case, findings)), None)


def what_next(
    case: Case, findings: tuple[Finding, ...], signed: SecretVerdict = SecretVerdict.UNKNOWN
) -> tuple[Advice, ...]:
    """Return what would tell more, the one thing to do next first; nothing when a cause is proven.

    What the server never shows, what the paste has and what the client cannot give is not asked for; no texts are where
    the signature is right by the keys.

    >>> from sigv4_explain.doctor.case import case_of
    >>> from sigv4_explain.doctor.evidence import Evidence
    >>> print(what_next(case_of(Evidence()), ())[0].what)
    AWS's answer with its body: it names many causes by itself, and most services show what they would have signed.
    """
    if findings and findings[0].certainty is Certainty.PROVEN:
        return ()
    if signed is SecretVerdict.RIGHT and case.has_answer:
        return (_OTHER_SECRET, *_on_the_way(Known.of(case)))
    known = Known.of(case)
    asked = (_texts, _answer, _request) if known.language else (_answer, _request, _texts)
    pieces = (_unread, _other_refusal, *asked, _body, _on_the_way, _questions, _place, _secret)
    return tuple([advice for piece in pieces for advice in piece(known)])


def _unread(known: Known) -> Iterator[Advice]:
    is_known = known.language is not None or known.server is not None
    for field, received, expected in known.case.evidence.unread:
        if received == NOTHING_THERE:
            how = known.how(AskedPiece.ANSWER) if known.signer else ()
            yield from [] if known.case.has_answer else [Advice(f"N{received[1:]}: paste {expected}.", how)]
            continue
        if not (is_known and field == "request"):
            yield Advice(f"The {field} could not be read: {received}.", (f"What can be read: {expected}.",))


_IDENTITY = "aws sts get-caller-identity, with the same keys and the same Region"
_OTHER_SECRET = Advice("Ask AWS whether it takes these very keys; if not, make new ones.", (_IDENTITY,))
_REFUSALS = {
    Said.KEY: Advice(
        "Ask AWS whether it knows these keys: key id, secret and session token must be of one set.", (_IDENTITY,)
    ),
    Said.TOKEN: Advice(
        "Ask AWS whether it takes this session token, and whether it takes it in this Region.", (_IDENTITY,)
    ),
    Said.UNSIGNED: Advice(
        "Look whether Authorization leaves the client, and whether the path exists.",
        ("curl -i -X METHOD URL, without a signature: the same answer at a path that exists means that none arrived",),
    ),
    Said.UNREADABLE: Advice(
        "Print the value of Authorization, and look whether it begins with AWS4-HMAC-SHA256.",
        ("Bearer and Basic are other schemes: then path, method or stage has no such authorizer, or does not exist",),
    ),
}


def _other_refusal(known: Known) -> Iterator[Advice]:
    """What can be found out of a refusal that is not about the signature itself."""
    case = known.case
    if case.is_mismatch or not case.has_answer:
        return
    says = said_by(case)
    yield from [_REFUSALS[said] for said in says if said in _REFUSALS][:1]
    if Said.FORBIDDEN in says and known.server and known.server.shows is ServerTexts.NEVER and not _is_plain(known):
        yield Advice(_never(known.server), _instead(known.server, known))


def _is_plain(known: Known) -> bool:
    """Tell whether the server found another signature and shows no more, as far as the paste tells."""
    if known.server is not None and _is_silent(known.server) and has_answered(known.case, known.server):
        return True
    return Said.MISMATCH in said_by(known.case) and not known.case.evidence.server.canonical_request


def _is_whole(known: Known) -> bool:
    """Tell whether the body of the answer was pasted to its end, so that it has no rest."""
    answer = known.case.evidence.answer
    return answer is not None and answer.form in (AnswerForm.JSON, AnswerForm.XML) and bool(answer.message)


def _is_silent(server: ServerKind) -> bool:
    return server.shows is not ServerTexts.ANSWER


def _never(server: ServerKind) -> str:
    name = _capital(server.name)
    if server.shows is ServerTexts.LOG:
        return f"{name} shows its canonical request in its log alone. {server.rules}"
    return f"{name} never shows its canonical request. {server.rules}"


def _instead(server: ServerKind, known: Known) -> tuple[str, ...]:
    """Return what works in place of the server's text: what its owner can see, else the client's own texts."""
    has_texts = known.case.evidence.client.canonical_request is not None
    texts = () if has_texts else known.how(AskedPiece.TEXTS)
    return (server.ask,) if server.ask else texts or ("the secret proves each known mistake without the server",)


def _capital(name: str) -> str:
    """Begin a sentence with a name that has a small letter only if it begins with an article."""
    return f"A{name[1:]}" if name.startswith(("a ", "an ")) else name


def _answer(known: Known) -> Iterator[Advice]:
    case, server = known.case, known.server
    answer, how = case.evidence.answer, known.how(AskedPiece.ANSWER)
    is_head = case.has_request and case.request.method == "HEAD"
    silent = server is not None and _is_silent(server)
    if is_head and not case.evidence.server.canonical_request:
        what = "The answer to HEAD has no body, so AWS cannot say why."
        yield Advice(what, ("Sign and send the same request as GET, and paste that answer.",))
    elif _says_nothing(known):
        shows = "" if silent else ", and most services show what they would have signed"
        yield Advice(f"AWS's answer with its body: it names many causes by itself{shows}.", how)
    elif answer is not None and answer.canonical_request and answer.complete in _CUT:
        what = "AWS's answer as a whole: its canonical request was cut or changed on the way here."
        yield Advice(what, ("S3: copy the element CanonicalRequestBytes, which survives pasting.", *how))
    elif _is_plain(known) and server is not None and silent and not (known.language and not server.ask):
        yield Advice(_never(server), _instead(server, known))
    elif _is_plain(known) and not silent and not _is_whole(known):
        what = "The rest of AWS's answer: after its first sentence most services show what they signed."
        yield Advice(what, how)


def _says_nothing(known: Known) -> bool:
    """Tell whether neither an answer nor anybody's words say how the request was refused."""
    answer = known.case.evidence.answer
    says = answer is not None and (answer.code or answer.message or answer.canonical_request)
    if known.server is not None and has_answered(known.case, known.server):
        return False
    return not says and (Said.OTHER in said_by(known.case) or answer is not None)


def _texts(known: Known) -> Iterator[Advice]:
    missing = [name for name, text in known.case.evidence.client._asdict().items() if text is None]
    how = known.how(AskedPiece.TEXTS)
    is_asked = known.server is not None and _is_silent(known.server) and not known.server.ask and _is_plain(known)
    if missing and how and not (is_asked and not known.language) and not signed_form(known.case):
        names = " and ".join(name.replace("_", " ") for name in missing)
        what = f"The client's {names}: where they differ from AWS's, there is the fault."
        code = "This is source code, which is read and not run: let it print what it signs, and paste that."
        yield Advice(code if known.language and len(missing) > 1 else what, how)


def _request(known: Known) -> Iterator[Advice]:
    case, how = known.case, known.how(AskedPiece.REQUEST)
    if not case.has_request:
        yield Advice("The request as it was sent, with Authorization, every header and the body.", how)
    elif not case.is_signed:
        yield Advice("The request with its signature: Authorization, or the X-Amz-… parameters, are missing here.", how)


def _body(known: Known) -> Iterator[Advice]:
    case = known.case
    length = (case.request.header("content-length") or "").strip() if case.has_request and case.is_signed else ""
    if length.isascii() and length.isdigit() and length.strip("0") and not case.request.body:
        what = f"The body of the request: Content-Length is {length[:20]}, and no body was pasted."
        yield Advice(what, ("curl -v, HAR files and many logs leave the body out: paste it after an empty line.",))


def _on_the_way(known: Known) -> Iterator[Advice]:
    """What stands between the client and the server can be looked at itself."""
    for front in fronts_of(known.case):
        yield Advice(f"{_capital(front.name)} stands before the server. {front.does}", (front.ask,))


_QUESTIONS = (
    "GET works and POST does not: the body or its hash; x-amz-content-sha256 behind CloudFront's OAC and at AOSS",
    "it fails for some names or values only: the encoding of the path or of the query",
    "a gateway, proxy or plugin stands between: Host, and the headers that it adds or changes",
    "permanent keys work, temporary ones do not: the session token",
    "it worked a day ago: the clock, the end of a key, a key that is kept over midnight",
)
_QUESTIONS_BY_HAND = (
    "it never worked: hex where bytes belong, a line break too few or too many, local time, swapped arguments of HMAC",
    *_QUESTIONS[:2],
    "it works on some days only: the clock, or a key that is cut at a zero byte",
)


def _questions(known: Known) -> Iterator[Advice]:
    """What to ask oneself of a signature that differs, in this order; the answer names where to look."""
    case = known.case
    if _is_plain(known) and not case.evidence.client.canonical_request:
        is_by_hand = known.signer is not None and known.signer.manner is SigningManner.HAND
        yield Advice("Which of these is so? Each points to a place.", _QUESTIONS_BY_HAND if is_by_hand else _QUESTIONS)


def _place(known: Known) -> Iterator[Advice]:
    evidence = known.case.evidence
    missing = [name for name in ("region", "service") if getattr(evidence, name) is None]
    if missing and evidence.request is not None:
        names = " and ".join(missing)
        yield Advice(f"The {names} of the server: its host's name does not tell.", (f"Give {names} to diagnose.",))


def _secret(known: Known) -> Iterator[Advice]:
    if known.case.evidence.credentials is None:
        what = "The secret access key: it stays on this computer, and is needed to try each known mistake."
        how = (
            "credentials=Credentials(access_key_id, secret_access_key, session_token)",
            "credentials=Credentials.from_boto3() takes the keys that boto3 and the AWS CLI would take",
        )
        yield Advice(what, how)
