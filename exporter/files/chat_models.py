"""How a planned chat model is written down: the LangChain class, and each of its arguments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..agent_plan import ChatModelPlan, EnvRef
from ..providers import PROVIDERS, Provider
from ..quoting import Call, Later

Arguments = Iterator[tuple[str, object]]


MODULES = {
    "address_setting": "chat_models",
    "usable_models": "chat_models",
    "required_secret": "chat_models",
    "optional_secret": "chat_models",
    "number_setting": "chat_models",
    "whole_number_setting": "chat_models",
    "required_variable": "credentials",
    "setting": "settings",
    "create_middleware": "limits",
    "create_pii_middleware": "pii",
    "create_summary_middleware": "summaries",
}
"""Where the functions come from that a chat model's arguments call."""


def from_environment(variable: str, default: str | None) -> Call:
    """`setting("VARIABLE", "default")`."""
    return Call("setting", tuple((None, text) for text in (variable, default) if text))


def chat_model_call(plan: ChatModelPlan, model: object) -> Call:
    """`ChatOpenAI(model=…, api_key=…, …)`."""
    provider = PROVIDERS[plan.provider]
    arguments = [
        (provider.model_argument, model),
        *_key(provider),
        *_address(plan, provider),
        *_sampling(plan, provider),
        *_request(plan, provider),
    ]
    return Call(provider.class_name, tuple(arguments))


def _key(provider: Provider) -> Arguments:
    if provider.key_argument is None or not provider.key_variables:
        return
    first, *others = provider.key_variables
    if provider.key_required:
        names = (first, provider.title, *others)
        yield provider.key_argument, Call("required_secret", tuple((None, name) for name in names))
    else:
        yield provider.key_argument, Call("optional_secret", ((None, first),))


def _address(plan: ChatModelPlan, provider: Provider) -> Arguments:
    name = provider.base_url_argument
    match plan.base_url:
        case str(address):
            yield name, address
        case EnvRef(variable=variable, default=None):
            yield (
                name,
                Call("required_variable", ((None, variable), (None, f"the address of {provider.title}"))),
            )
        case EnvRef(variable=variable, default=str(default)):
            yield name, from_environment(variable, default)
        case None if provider.base_url is not None:
            yield name, from_environment(provider.base_url_variable, provider.base_url)
        case None if provider.base_url_required:
            what = f"the address of {provider.title}"
            yield name, Call("required_variable", ((None, provider.base_url_variable), (None, what)))
        case None if provider.address_variables:
            yield name, Call("address_setting", tuple((None, one) for one in provider.address_variables))


def _sampling(plan: ChatModelPlan, provider: Provider) -> Arguments:
    if plan.temperature is not None:
        yield provider.temperature_argument, _number(plan.temperature, "number_setting")
    if plan.max_tokens is not None:
        tokens = _number(plan.max_tokens, "whole_number_setting")
        if provider.max_tokens_in_extra_body:
            yield "extra_body", {"max_tokens": tokens}
        else:
            yield provider.max_tokens_argument, tokens
    if plan.top_p is not None:
        yield provider.top_p_argument, _number(plan.top_p, "number_setting")


def _number(value: float | int | EnvRef, function: str) -> object:
    if not isinstance(value, EnvRef):
        return value
    convert = int if function == "whole_number_setting" else float
    default = [] if value.default is None else [(None, convert(value.default))]
    return Call(function, ((None, value.variable), *default))


def _request(plan: ChatModelPlan, provider: Provider) -> Arguments:
    for extra in provider.environment_arguments:
        yield extra.argument, from_environment(extra.variable, extra.default)
    if provider.timeout_in_client_kwargs:
        yield "client_kwargs", {"timeout": plan.request_timeout}
    elif provider.timeout_argument is not None:
        yield provider.timeout_argument, plan.request_timeout
    if provider.retries_argument is not None:
        yield provider.retries_argument, provider.no_retries
    yield from provider.constant_arguments
    if provider.stream_usage is not None:
        yield "stream_usage", provider.stream_usage
    if provider.module == "langchain_openai":
        # The engine watches for stalls itself. This one uses asyncio.wait_for for each chunk: dear, and on
        # Python 3.11 it can lose a cancel.
        yield "stream_chunk_timeout", None


def functions_called(values: Iterable[object]) -> set[str]:
    """The names of all functions that the values call, arguments of arguments too."""
    return {function for value in values for function in _functions(value)}


def _functions(value: object) -> Iterator[str]:
    match value:
        case Call(function=function, arguments=arguments):
            yield function
            for _, argument in arguments:
                yield from _functions(argument)
        case Later(value=inner):
            yield from _functions(inner)
        case dict():
            for item in value.values():
                yield from _functions(item)


def asks_for_settings(plans: Iterable[ChatModelPlan]) -> bool:
    """Whether any of the models needs the kit's chat_models.py."""
    plans = list(plans)
    called = functions_called(chat_model_call(plan, "") for plan in plans)
    return len(plans) > 1 or any(MODULES.get(function) == "chat_models" for function in called)
