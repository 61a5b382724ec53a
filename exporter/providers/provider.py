"""What a provider is to the exporter: facts from which templates write a chat model down."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class EnvironmentArgument:
    """A keyword argument of the LangChain class that is read from the environment when the project runs."""

    argument: str
    variable: str
    default: str | None = None


@dataclass(frozen=True)
class Provider:
    """One provider. `None` for an argument's name means: the class has no such argument."""

    key: str
    title: str
    requirement: str
    module: str
    class_name: str
    lock_set: str
    default_model: str
    key_variables: tuple[str, ...]
    """The first is the one we name; the others are accepted, because users of the provider know them."""
    base_url_variable: str
    base_url: str | None = None
    """None: the LangChain class knows where its provider is, or (with `base_url_required`) nobody does."""
    address_variables: tuple[str, ...] = ()
    """Where the class knows its provider's address, but no variable of it: those that the project reads."""
    key_required: bool = True
    base_url_required: bool = False
    price_provider: str | None = None
    key_argument: str | None = "api_key"
    model_argument: str = "model"
    base_url_argument: str = "base_url"
    temperature_argument: str = "temperature"
    max_tokens_argument: str = "max_tokens"
    max_tokens_in_extra_body: bool = False
    """ChatOpenAI renames `max_tokens` to `max_completion_tokens`, which most compatible servers refuse."""
    top_p_argument: str = "top_p"
    timeout_argument: str | None = "timeout"
    timeout_in_client_kwargs: bool = False
    retries_argument: str | None = "max_retries"
    no_retries: int = 0
    """What switches the client's own retries off: retries are the agent's, before its first token only."""
    stream_usage: bool | None = True
    """What to pass as `stream_usage`; None where the class always reports usage and has no such argument."""
    environment_arguments: tuple[EnvironmentArgument, ...] = ()
    constant_arguments: tuple[tuple[str, object], ...] = ()
    """What has to be said each time, because type checkers take it for required."""
    note: str = ""

    @property
    def key_variable(self) -> str | None:
        return self.key_variables[0] if self.key_variables else None
