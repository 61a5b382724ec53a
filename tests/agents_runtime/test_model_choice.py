"""Which model answers, and the rule that protects the server: its keys go to no address a manifest names.

What is sent is looked at by servers that note the headers they get, not believed of the clients.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from langchain_core.messages import HumanMessage

from agents_runtime.chat_models import ChatModels
from agents_runtime.model_choice import ModelChoice, Surroundings, choose_model, reach
from exporter.agent_plan import ChatModelPlan, EnvRef
from exporter.kit.credentials import MissingKeyError
from exporter.kit.outbound import AllowList, OutboundRefusedError
from exporter.providers import PROVIDERS
from tests.fakes import FakeProvider

ALLOW = AllowList(["127.0.0.1"])
SERVER_KEY = "sk-the-servers-own"
TYPED_KEY = "sk-typed-by-the-person"
# Every variable in which a server may keep a secret for one of the providers' clients.
SECRETS = {name: SERVER_KEY for one in PROVIDERS.values() for name in one.key_variables}
OTHERS = ("OLLAMA_API_KEY", "AZURE_OPENAI_AD_TOKEN", "OPENAI_ADMIN_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID")
SECRETS |= dict.fromkeys(OTHERS, SERVER_KEY)


@pytest.fixture
def rich_server(monkeypatch: pytest.MonkeyPatch) -> Mapping[str, str]:
    """A server whose environment holds every key there is, as clients that look there would find them."""
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    return SECRETS


@pytest.fixture
def named() -> Iterator[FakeProvider]:
    """The server at the address that a manifest names."""
    with FakeProvider() as provider:
        yield provider


def plan_for(provider: str, address: str | EnvRef | None, **more: Any) -> ChatModelPlan:
    return ChatModelPlan(provider, more.pop("model", "some-model"), base_url=address, **more)


async def answer(plan: ChatModelPlan, surroundings: Surroundings) -> None:
    models = ChatModels(surroundings, ALLOW)
    try:
        async for _ in (await models.create(plan)).astream([HumanMessage("Hello")]):
            pass
    finally:
        await models.close()


def everything_sent_to(provider: FakeProvider) -> str:
    assert provider.requests
    return str([(request.path, request.headers, request.body) for request in provider.requests])


def address_of(key: str, server: FakeProvider) -> str:
    return server.url if key in ("ollama", "azure") else server.openai_url


FOREIGN = sorted(
    key for key, one in PROVIDERS.items() if one.module in ("langchain_openai", "langchain_ollama")
)


class TestAnAddressThatAManifestNames:
    @pytest.mark.parametrize("key", FOREIGN)
    async def test_gets_the_typed_key_and_nothing_of_the_servers(
        self, key: str, named: FakeProvider, rich_server: Mapping[str, str]
    ) -> None:
        typed = {name: TYPED_KEY for name in PROVIDERS[key].key_variables}
        plan = plan_for(key, address_of(key, named))
        await answer(plan, Surroundings(typed, rich_server))
        sent = everything_sent_to(named)
        assert SERVER_KEY not in sent
        assert TYPED_KEY in sent or not typed

    async def test_of_ollama_gets_the_key_that_was_typed_for_it(
        self, named: FakeProvider, rich_server: Mapping[str, str]
    ) -> None:
        surroundings = Surroundings({"OLLAMA_API_KEY": TYPED_KEY}, rich_server)
        await answer(plan_for("ollama", named.url), surroundings)
        assert TYPED_KEY in everything_sent_to(named)

    @pytest.mark.parametrize("key", sorted(PROVIDERS))
    async def test_is_not_even_called_without_a_key_of_ones_own(
        self, key: str, rich_server: Mapping[str, str]
    ) -> None:
        choice = await choose_model(
            plan_for(key, "https://models.example"), Surroundings({}, rich_server), demo=False
        )
        assert choice.demo is (PROVIDERS[key].key_required or key not in FOREIGN)

    @pytest.mark.parametrize("key", sorted(PROVIDERS))
    @pytest.mark.parametrize("address", ["https://models.example/v1", "http://api.openai.com/v1"])
    def test_has_no_server_key_within_reach(
        self, key: str, address: str, rich_server: Mapping[str, str]
    ) -> None:
        model = reach(plan_for(key, address), Surroundings({}, rich_server))
        assert model.foreign
        assert SERVER_KEY not in model.environment.values()

    @pytest.mark.parametrize("key", sorted(PROVIDERS))
    def test_is_foreign_in_whatever_variable_it_is_typed(
        self, key: str, rich_server: Mapping[str, str]
    ) -> None:
        provider = PROVIDERS[key]
        for variable in {provider.base_url_variable, *provider.address_variables}:
            typed = {variable: "https://models.example"}
            model = reach(plan_for(key, None), Surroundings(typed, rich_server))
            assert model.foreign, variable
            assert SERVER_KEY not in model.environment.values()

    async def test_that_is_private_is_refused(
        self, named: FakeProvider, rich_server: Mapping[str, str]
    ) -> None:
        models = ChatModels(Surroundings({"OPENAI_API_KEY": TYPED_KEY}, rich_server), allow=AllowList([]))
        with pytest.raises(Exception) as error:
            model = await models.create(plan_for("openai", named.openai_url))
            await model.ainvoke("Hello")
        await models.close()
        causes = []
        cause: BaseException | None = error.value
        while cause is not None:
            causes.append(str(cause))
            cause = cause.__cause__
        assert any("is a private or special address" in one for one in causes)
        assert named.requests == []


class TestAnAddressOfTheServers:
    async def test_in_its_environment_gets_the_servers_key(self, provider: FakeProvider) -> None:
        server = {"OPENAI_API_KEY": SERVER_KEY, "OPENAI_BASE_URL": provider.openai_url}
        await answer(plan_for("openai", provider.openai_url + "/"), Surroundings({}, server))
        assert provider.requests[0].headers["authorization"] == f"Bearer {SERVER_KEY}"

    @pytest.mark.parametrize("address", [None, "https://api.openai.com/v1", "https://API.openai.com/v1/"])
    def test_or_the_providers_own_may_have_the_servers_key(
        self, address: str | None, rich_server: Mapping[str, str]
    ) -> None:
        model = reach(plan_for("openai", address), Surroundings({}, rich_server))
        assert not model.foreign
        assert model.environment["OPENAI_API_KEY"] == SERVER_KEY

    async def test_does_not_come_with_a_key_that_was_typed_in_its_place(self, provider: FakeProvider) -> None:
        server = {"OPENAI_API_KEY": SERVER_KEY, "OPENAI_BASE_URL": provider.openai_url}
        surroundings = Surroundings({"OPENAI_API_KEY": TYPED_KEY}, server)
        await answer(plan_for("openai", provider.openai_url), surroundings)
        assert provider.requests[0].headers["authorization"] == f"Bearer {TYPED_KEY}"


class TestAReferenceOfAManifest:
    """`${VAR}` anywhere in the chat model."""

    def test_is_never_looked_up_in_the_servers_environment(self, rich_server: Mapping[str, str]) -> None:
        surroundings = Surroundings({}, {**rich_server, "SECRET": "the server's"})
        for reference in ("SECRET", "OPENAI_API_KEY"):
            with pytest.raises(MissingKeyError, match="type it under Variables"):
                surroundings.resolve(EnvRef(reference))
            assert surroundings.resolve(EnvRef(reference, "the default")) == "the default"

    @pytest.mark.parametrize("field", ["model", "base_url", "temperature", "max_tokens", "top_p"])
    def test_is_what_was_typed_or_its_default(self, field: str) -> None:
        plan = replace(ChatModelPlan("openai", "m"), **{field: EnvRef("IT", "1")})  # type: ignore[arg-type]
        for typed, expected in (({}, "1"), ({"IT": "2"}, "2"), ({"IT": "  "}, "1")):
            resolved = getattr(reach(plan, Surroundings(typed, {"IT": "9"})).plan, field)
            assert str(resolved).removesuffix(".0") == expected

    def test_that_has_to_be_a_number_says_so(self) -> None:
        plan = ChatModelPlan("openai", "m", temperature=EnvRef("WARMTH"))
        with pytest.raises(MissingKeyError, match='"WARMTH" has to be a number'):
            reach(plan, Surroundings({"WARMTH": "warm"}, {}))

    async def test_without_a_value_leaves_the_demo_model_to_answer(self) -> None:
        plan = plan_for("openai", None, model=EnvRef("MODEL"))
        choice = await choose_model(plan, Surroundings({}, SECRETS), demo=False)
        assert (choice.demo, choice.key_variable) == (True, "MODEL")


class TestTheChoice:
    async def choice(self, plan: ChatModelPlan, demo: bool = False, **server: str) -> ModelChoice:
        return await choose_model(plan, Surroundings({}, server), demo=demo)

    async def test_is_the_provider_where_its_key_is(self) -> None:
        assert not (await self.choice(plan_for("openai", None), OPENAI_API_KEY="k")).demo

    async def test_is_the_demo_model_without_a_key_and_names_the_variable(self) -> None:
        choice = await self.choice(plan_for("anthropic", None), ANTHROPIC_API_KEY=" ")
        assert (choice.demo, choice.key_variable) == (True, "ANTHROPIC_API_KEY")
        assert choice.why == "No key for Anthropic: ANTHROPIC_API_KEY is not set."

    async def test_is_the_demo_model_for_whoever_asks_for_it(self) -> None:
        choice = await self.choice(plan_for("openai", None), demo=True, OPENAI_API_KEY="k")
        assert (choice.demo, choice.why) == (True, "You chose the demo model.")

    async def test_says_that_a_servers_key_stays_where_it_is(self) -> None:
        choice = await self.choice(plan_for("openai", "https://models.example/v1"), OPENAI_API_KEY="k")
        assert choice.why == (
            'A key of this server does not go to "models.example": type your own OPENAI_API_KEY.'
        )

    async def test_says_what_only_an_exported_project_does(self) -> None:
        choice = await self.choice(plan_for("anthropic", "https://models.example"), ANTHROPIC_API_KEY="k")
        assert choice.why == 'Only an exported project calls Anthropic at "models.example".'

    async def test_of_a_provider_without_an_address_asks_for_it(self) -> None:
        choice = await self.choice(plan_for("azure", None), AZURE_OPENAI_API_KEY="k")
        assert (choice.demo, choice.key_variable) == (True, "AZURE_OPENAI_ENDPOINT")

    async def test_of_ollama_needs_somebody_who_answers(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("agents_runtime.model_choice.PROBE_SECONDS", 0.05)
        choice = await self.choice(plan_for("ollama", None))
        assert choice.demo is (
            choice.why == "No Ollama answers on this machine; OLLAMA_BASE_URL can name one."
        )
        assert not (await self.choice(plan_for("ollama", None), OLLAMA_BASE_URL="http://box:11434")).demo


class TestFallbacks:
    async def test_whose_keys_are_missing_are_left_out(self) -> None:
        models = ChatModels(Surroundings({}, {"OPENAI_API_KEY": "k"}), ALLOW)
        made = await models.create_usable([plan_for("anthropic", None), plan_for("openai", None)])
        assert [type(one).__name__ for one in made] == ["ChatOpenAI"]

    async def test_at_a_named_address_get_no_key_of_the_server_either(
        self, rich_server: Mapping[str, str]
    ) -> None:
        models = ChatModels(Surroundings({}, rich_server), ALLOW)
        assert await models.create_usable([plan_for("openai", "https://models.example")]) == []

    async def test_at_a_named_address_are_left_out_where_their_client_cannot_be_guarded(self) -> None:
        with FakeProvider() as named:
            surroundings = Surroundings({"GOOGLE_API_KEY": TYPED_KEY, "GEMINI_API_KEY": TYPED_KEY}, {})
            models = ChatModels(surroundings, ALLOW)
            plan = plan_for("google", named.url)
            assert await models.create_usable([plan]) == []
            with pytest.raises(OutboundRefusedError, match="Only an exported project calls Google"):
                await models.create(plan)
