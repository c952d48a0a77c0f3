"""Source code in what somebody pasted: its language, the library that signs in it, and what is wrong in it."""

from sigv4_explain.doctor.code.faults import faults_in_code
from sigv4_explain.doctor.code.languages import KEY_LENGTHS, LANGUAGES, PrintLine, language_of, print_line
from sigv4_explain.doctor.code.lines import is_code_line
from sigv4_explain.doctor.code.patterns import CODE_FAULTS, CodeFault
from sigv4_explain.doctor.code.source import LIBRARIES, Passage, SourceCode, code_in

__all__ = [
    "CODE_FAULTS",
    "KEY_LENGTHS",
    "LANGUAGES",
    "LIBRARIES",
    "CodeFault",
    "Passage",
    "PrintLine",
    "SourceCode",
    "code_in",
    "faults_in_code",
    "is_code_line",
    "language_of",
    "print_line",
]
