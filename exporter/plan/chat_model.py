"""spec.llm → the chat model and its fallbacks, provider and model decided."""

from __future__ import annotations

from typing import Any

from exporter.agent_plan import ChatModelPlan, EnvRef, EnvText
from exporter.providers import DEFAULT_PROVIDER, PROVIDERS
from exporter.rules.facts.environment import whole_reference
from exporter.rules.facts.model_families import refuses_sampling

from .addresses import is_web_address, web_address
from .durations import seconds
from .place import Place

ALIASES = {
    "azure_openai": "azure",
    "claude": "anthropic",
    "gemini": "google",
    "google_genai": "google",
    "mistralai": "mistral",
    "openai_compatible": "custom",
    "local": "ollama",
    "together_ai": "together",
    "togetherai": "together",
}
# Who makes the models whose names begin like this: decides only where no provider is written.
MAKERS = {
    "claude": "anthropic",
    "gemini": "google",
    "gpt": "openai",
    "o1": "openai",
    "o3": "openai",
    "o4": "openai",
    "mistral": "mistral",
    "command": "cohere",
    "deepseek": "deepseek",
}
REQUEST_TIMEOUT = 60.0
LLM = ("llm", "llm_config", "model")
FALLBACKS = ("llm.fallback_models", "llm.fallback", "llm.fallbacks")
MAX_TOKENS = ("maxTokens", "max_tokens", "max_output_tokens", "parameters.max_tokens", "parameters.maxTokens")
TEMPERATURE = ("temperature", "parameters.temperature")
TOP_P = ("topP", "top_p", "parameters.top_p", "parameters.topP")
BASE_URL = ("base_url", "baseUrl", "api_base", "endpoint")


def plan_chat_model(spec: Place) -> ChatModelPlan:
    llm = spec.first(*LLM)
    timeout = seconds(spec.at("lifecycle.turn_timeout")) or seconds(llm.first("timeout", "request_timeout"))
    budget = spec.at("token_efficiency.budget.max_output_tokens")
    plan = _chat_model(llm, _profile(llm), timeout or REQUEST_TIMEOUT)
    if plan.max_tokens is None and (limit := budget.integer()) is not None:
        return ChatModelPlan(**{**vars(plan), "max_tokens": limit})
    return plan


def plan_fallbacks(spec: Place, chat_model: ChatModelPlan) -> tuple[ChatModelPlan, ...]:
    """In the order they are written; one that names the very same model again cannot help."""
    fallbacks: list[ChatModelPlan] = []
    for entry in spec.first(*FALLBACKS).items():
        fallback = _chat_model(entry, None, chat_model.request_timeout, chat_model)
        known = {(plan.provider, plan.model) for plan in (chat_model, *fallbacks)}
        if (fallback.provider, fallback.model) in known:
            entry.mark("unsupported", "names a model again that was tried before it")
            for field in entry.fields().values():
                field.mark("unsupported", "see the fallback as a whole")
            continue
        for name in ("trigger", "condition"):
            entry[name].mark_below("unsupported", "any failure before the first token leads to the fallback")
        fallbacks.append(fallback)
    return tuple(fallbacks)


def _chat_model(
    llm: Place, profile: Place | None, timeout: float, primary: ChatModelPlan | None = None
) -> ChatModelPlan:
    model_place = llm if isinstance(llm.value, str) else llm.first("model", "name")
    model = _text_or_reference(model_place)
    provider = _provider(llm["provider"], model, llm.first(*BASE_URL).exists)
    default_model = PROVIDERS[provider].default_model
    temperature = _temperature(llm.first(*TEMPERATURE))
    max_tokens = _max_tokens(llm.first(*MAX_TOKENS))
    if profile is not None:
        if temperature is None:
            temperature = _temperature(profile["temperature"])
        if max_tokens is None:
            max_tokens = _max_tokens(profile.first("maxTokens", "max_tokens"))
    if primary is not None:
        # A fallback answers in place of the first model, so it keeps that one's habits where it has none.
        temperature = primary.temperature if temperature is None else temperature
        max_tokens = primary.max_tokens if max_tokens is None else max_tokens
    top_p = _unit(llm.first(*TOP_P))
    name = model if isinstance(model, EnvRef) else model or default_model
    if refuses_sampling(provider, (name.default or "") if isinstance(name, EnvRef) else name):
        # The rule sampling-of-reasoning-model warns; a project whose every request is refused helps nobody.
        for place in (llm.first(*TEMPERATURE), llm.first(*TOP_P)):
            place.mark("unsupported", "the model refuses requests that set it, so the project leaves it out")
        temperature = top_p = None
    return ChatModelPlan(
        provider=provider,
        model=name,
        temperature=temperature,
        max_tokens=max_tokens,
        top_p=top_p,
        base_url=_base_url(llm.first(*BASE_URL)),
        request_timeout=timeout,
    )


def _provider(place: Place, model: str | EnvRef | None, has_base_url: bool) -> str:
    name = place.word()
    if name is not None:
        key = name.lower().replace("-", "_").replace(" ", "_")
        key = ALIASES.get(key, key)
        if key in PROVIDERS:
            return key
        place.mark("unsupported", "no provider we know: treated as an OpenAI-compatible server")
        return "custom"
    if has_base_url:
        return "custom"
    known = model.default if isinstance(model, EnvRef) else model
    for start, maker in MAKERS.items():
        if known and known.lower().startswith(start):
            return maker
    return DEFAULT_PROVIDER


def _profile(llm: Place) -> Place | None:
    """The execution profile that fills in what `llm` itself leaves open."""
    profiles = llm.at("execution_profiles.profiles")
    chosen = llm.first("profile", "execution_profiles.default")
    name = chosen.word() if profiles.fields() else None
    if name is not None and name in profiles.fields():
        return profiles[name]
    note = "no execution profile of that name is defined, so there is nothing to apply"
    chosen.mark("metadata", note)
    return None


def _text_or_reference(place: Place) -> str | EnvRef | None:
    reference = whole_reference(place.value)
    result: str | EnvRef | None = place.or_reference(reference, place.word)
    return result


def _number_or_reference(place: Place, low: float, high: float, whole: bool) -> Any:
    """A number in its range; a reference keeps its default only where that is such a number."""
    reference = whole_reference(place.value)
    number = place.integer(int(low)) if whole else place.number(low)
    if number is not None and number > high:
        place.mark("unsupported", f"expected a number from {low:g} to {high:g}")
        number = None
    if reference is None:
        return number
    note = f"read from {reference.variable} when the project runs"
    place.mark(
        "honoured", note if number is not None or not reference.default else f"{note}; no usable default"
    )
    return EnvRef(reference.variable, None if number is None else f"{number:g}" if not whole else str(number))


def _temperature(place: Place) -> float | EnvRef | None:
    temperature: float | EnvRef | None = _number_or_reference(place, 0, 2, whole=False)
    return temperature


def _max_tokens(place: Place) -> int | EnvRef | None:
    limit: int | EnvRef | None = _number_or_reference(place, 1, 10**9, whole=True)
    return limit


def _unit(place: Place) -> float | EnvRef | None:
    share: float | EnvRef | None = _number_or_reference(place, 0, 1, whole=False)
    return share


def _base_url(place: Place) -> str | EnvRef | None:
    """Where the provider is; an address with references inside is decided at export."""
    address = web_address(place)
    if not isinstance(address, EnvText):
        return address
    decided = place.word()
    return decided if decided is not None and is_web_address(decided) else None
