"""What a secret looks like. Whoever finds one says which kind it is and where, and never repeats it."""

from __future__ import annotations

import re

URL_WITH_PASSWORD = "a URL with a password"

# Kind, a literal that must be there, pattern. The literal makes ordinary text cheap; each pattern is linear,
# because no two neighbouring repetitions can match the same text.
_KINDS: tuple[tuple[str, str, str], ...] = (
    ("an Anthropic API key", "sk-ant-", r"sk-ant-[A-Za-z0-9_-]{20,}"),
    ("a Langfuse secret key", "sk-lf-", r"sk-lf-[0-9a-f-]{30,}"),
    ("an OpenAI API key", "sk-", r"sk-[A-Za-z0-9_-]{20,}"),
    ("a Google API key", "AIza", r"AIza[A-Za-z0-9_-]{35}"),
    ("a Groq API key", "gsk_", r"gsk_[A-Za-z0-9]{40,}"),
    ("a Hugging Face token", "hf_", r"hf_[A-Za-z0-9]{30,}"),
    ("a LangSmith API key", "lsv2_", r"lsv2_(?:pt|sk)_[A-Za-z0-9_]{30,}"),
    ("a GitHub token", "gh", r"gh[opsur]_[A-Za-z0-9]{36,}"),
    ("a GitHub token", "github_pat_", r"github_pat_[A-Za-z0-9_]{40,}"),
    ("a GitLab token", "glpat-", r"glpat-[A-Za-z0-9_-]{20,}"),
    ("a Slack token", "xox", r"xox[abprs]-[A-Za-z0-9-]{10,}"),
    ("a Slack webhook", "hooks.slack.com/services/T", r"hooks\.slack\.com/services/T\w+/B\w+/\w{12,}"),
    ("an AWS access key", "AKIA", r"AKIA[A-Z0-9]{16}"),
    ("an AWS access key", "ASIA", r"ASIA[A-Z0-9]{16}"),
    ("a Stripe key", "_live_", r"[rs]k_live_[A-Za-z0-9]{16,}"),
    ("an npm token", "npm_", r"npm_[A-Za-z0-9]{36}"),
    ("a private key", "-----BEGIN", r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----"),
    ("a JSON Web Token", "eyJ", r"eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}"),
    (URL_WITH_PASSWORD, "://", r"://[^/?#\s:@\"'<>]{0,100}:[^/?#\s@\"'<>]{1,200}@"),
)
# A key begins where a word begins. A token does not begin inside another one, which keeps the search linear.
_BEFORE = {"://": "", "eyJ": "(?<![A-Za-z0-9_-])"}
_PATTERNS = tuple(
    (kind, literal, re.compile(_BEFORE.get(literal, "(?<![A-Za-z0-9])") + pattern))
    for kind, literal, pattern in _KINDS
)
_PLACEHOLDER = re.compile(r"your|example|placeholder|changeme|dummy|redacted|x{4}|\*{3}|<|\.{3}|\$\{", re.I)
_PREFIX = re.compile(r"^[a-z]+[-_]")
_NEEDS_DIGIT = frozenset({"an OpenAI API key", "an Anthropic API key", "a GitLab token"})


def find_secret(text: str) -> str | None:
    """The kind of a secret in a text, such as "a GitHub token", or None."""
    for kind, literal, pattern in _PATTERNS:
        if literal in text:
            for found in pattern.finditer(text):
                if not _is_placeholder(kind, found.group()):
                    return kind
    return None


def _is_placeholder(kind: str, text: str) -> bool:
    if kind == "a private key":
        return False
    if kind == URL_WITH_PASSWORD:
        password = text.rsplit(":", 1)[1].removesuffix("@")
        return bool(_PLACEHOLDER.search(password)) or password.lower() in {"password", "pass", "pw"}
    body = _PREFIX.sub("", text)
    few = len(set(body)) < 6
    return few or bool(_PLACEHOLDER.search(text)) or (kind in _NEEDS_DIGIT and not re.search(r"\d", body))
