"""usage.py, pricing.py, callbacks.py and budget.py of the kit."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.messages.ai import UsageMetadata

from exporter.kit.budget import Budget
from exporter.kit.callbacks import CostTrackingHandler
from exporter.kit.errors import BudgetExceededError
from exporter.kit.pricing import find_price
from exporter.kit.usage import RequestUsage, RunUsage, Usage, estimate_tokens, read_usage

MILLION = Decimal(1_000_000)
HELLO = [HumanMessage("Hello")]


def test_each_model_has_its_own_price_and_not_that_of_a_longer_or_shorter_name() -> None:
    prices = {
        name: price.per_output_token * MILLION
        for name in ("gpt-4", "gpt-4-turbo", "gpt-4o", "gpt-4o-mini", "gpt-4.1")
        if (price := find_price("openai", name))
    }
    assert prices == {
        "gpt-4": Decimal(60),
        "gpt-4-turbo": Decimal(30),
        "gpt-4o": Decimal(10),
        "gpt-4o-mini": Decimal("0.6"),
        "gpt-4.1": Decimal(8),
    }


@pytest.mark.parametrize(
    ("provider", "model"), [("openai", "unheard-of"), ("nobody", "gpt-4o"), (None, "gpt-4o")]
)
def test_an_unknown_price_is_none(provider: str | None, model: str) -> None:
    assert find_price(provider, model) is None


def test_cached_written_and_reasoning_tokens_are_priced_apart() -> None:
    openai, anthropic = find_price("openai", "gpt-4o"), find_price("anthropic", "claude-sonnet-4-5")
    assert openai is not None and anthropic is not None
    assert openai.cost(Usage(1000, 100, cached_tokens=400, reasoning_tokens=50)) == (
        (600 * Decimal("2.5") + 400 * Decimal("1.25") + 100 * Decimal(10)) / MILLION
    )
    assert anthropic.cost(Usage(1000, 100, cached_tokens=300, cache_write_tokens=200)) == (
        (500 * Decimal(3) + 300 * Decimal("0.3") + 200 * Decimal("3.75") + 100 * Decimal(15)) / MILLION
    )


def test_a_price_says_where_and_when_it_is_from() -> None:
    price = find_price("openai", "gpt-4o")
    assert price is not None
    assert "genai-prices" in price.version and len(price.date) == len("2026-01-31")
    assert "2.5" in price.unit_prices


def test_langchains_figures_are_read_with_their_details() -> None:
    metadata = UsageMetadata(
        input_tokens=1000,
        output_tokens=100,
        total_tokens=1100,
        input_token_details={"cache_read": 300, "cache_creation": 200},
        output_token_details={"reasoning": 40},
    )
    assert read_usage(metadata) == Usage(1000, 100, 300, 200, 40)
    assert read_usage(None) is None
    anthropic = {**metadata, "input_token_details": {"cache_read": None, "ephemeral_5m_input_tokens": 70}}
    assert read_usage(anthropic) == Usage(1000, 100, 0, 70, 40)  # type: ignore[arg-type]


NONSENSE = [
    ({"input_tokens": -1}, None),
    ({"output_tokens": -1}, None),
    ({"input_tokens": "many"}, None),
    ({"output_tokens": None}, None),
    ({"output_tokens": True}, None),
    ({"input_tokens": float("nan")}, None),
    ({"input_tokens": float("inf")}, None),
    ({"input_tokens": 10.5}, None),
    ({"input_tokens": 2**70, "output_tokens": 2**31}, Usage(2**31 - 1, 2**31 - 1)),
    ({"input_token_details": {"cache_read": 11}}, Usage(10, 5, 10)),
    ({"input_token_details": {"cache_read": 7, "cache_creation": 7}}, Usage(10, 5, 7, 3)),
    ({"input_token_details": {"cache_read": -7, "cache_creation": "7"}}, Usage(10, 5)),
    ({"input_token_details": None, "output_token_details": None}, Usage(10, 5)),
    ({"output_token_details": {"reasoning": 6}}, Usage(10, 5, reasoning_tokens=5)),
]


@pytest.mark.parametrize(("reported", "read"), NONSENSE, ids=[str(reported) for reported, _ in NONSENSE])
def test_nonsense_is_cut_to_what_can_be_or_not_believed(
    reported: dict[str, object], read: Usage | None
) -> None:
    figures = {"input_tokens": 10, "output_tokens": 5, "total_tokens": 15, **reported}
    usage = read_usage(cast(UsageMetadata, figures))
    assert usage == read
    for price in (find_price("openai", "gpt-4o"), find_price("anthropic", "claude-sonnet-4-5")):
        assert price is not None
        assert usage is None or price.cost(usage) > 0


def test_figures_that_are_missing_are_none_that_were_reported() -> None:
    assert read_usage(cast(UsageMetadata, {"total_tokens": 15})) is None


def test_a_piece_of_text_is_one_token_and_a_long_one_more() -> None:
    assert estimate_tokens(" word") == 1
    assert estimate_tokens("x" * 400) == 100
    assert estimate_tokens("\ud800" * 40) > 1


def test_descriptions_of_tools_count_as_prompt() -> None:
    usage = RunUsage()
    plain = usage.start_request("m", None, HELLO)
    with_tools = usage.start_request("m", None, HELLO, [{"name": "weather", "description": "x" * 400}])
    assert with_tools.prompt_estimate >= plain.prompt_estimate + 100


async def test_the_handler_counts_any_chain_it_is_attached_to() -> None:
    answer = AIMessage(
        "Hi", usage_metadata={"input_tokens": 1000, "output_tokens": 100, "total_tokens": 1100}
    )
    model = GenericFakeChatModel(messages=iter([answer, answer]), metadata={"ls_model_name": "gpt-4o"})
    costs = CostTrackingHandler("openai", "gpt-4o")
    await model.ainvoke("Hello", config={"callbacks": [costs]})
    model.invoke("Hello", config={"callbacks": [costs]})
    summary = costs.summary()
    assert (summary.prompt_tokens, summary.completion_tokens) == (2000, 200)
    assert summary.total_cost == (2000 * Decimal("2.5") + 200 * Decimal(10)) / MILLION
    assert summary.estimated is False


def test_one_request_without_a_price_makes_the_sum_unknown() -> None:
    costs = CostTrackingHandler("openai", "gpt-4o")
    for model in ("gpt-4o", "unheard-of"):
        costs.end_request(costs.start_request(model, "openai", HELLO), Usage(10, 10))
    assert costs.summary().total_cost is None
    assert costs.summary().priced is False
    assert costs.running_cost() is None


def test_a_fallback_of_another_provider_has_its_own_price() -> None:
    costs = CostTrackingHandler("openai", "gpt-4o")
    costs.end_request(costs.start_request("claude-sonnet-4-5", "anthropic", HELLO), Usage(0, 1_000_000))
    assert costs.summary().total_cost == 15


def test_a_request_that_was_refused_costs_nothing() -> None:
    costs = CostTrackingHandler("openai", "gpt-4o", Budget(money=Decimal(1)))
    request = costs.start_request("gpt-4o", None, HELLO)
    assert (costs.running_cost() or 0) > 0
    costs.drop_request(request)
    assert costs.summary().total_tokens == 0
    assert costs.summary().total_cost == 0


def spend(costs: CostTrackingHandler, tokens: int) -> RequestUsage:
    request = costs.start_request("gpt-4o", None, HELLO)
    for _ in range(tokens):
        costs.add_delta(request, "x")
    return request


def test_a_budget_counts_what_is_open_what_is_settled_and_what_was_spent_before() -> None:
    budget = Budget(money=Decimal("0.01"))  # 1,000 output tokens of gpt-4o
    budget.spent.period = Decimal("0.004")
    first, second = (CostTrackingHandler("openai", "gpt-4o", budget) for _ in range(2))
    open_request = spend(first, 300)
    with pytest.raises(BudgetExceededError, match=r"0\.01 USD"):
        spend(second, 300)
    first.end_request(open_request, Usage(0, 10))
    spend(CostTrackingHandler("openai", "gpt-4o", budget), 200)


def test_a_request_that_is_over_what_is_left_is_not_even_started() -> None:
    costs = CostTrackingHandler("openai", "gpt-4o", Budget(money=Decimal("0.00001")))
    with pytest.raises(BudgetExceededError):
        costs.start_request("gpt-4o", None, HELLO)
    assert costs.requests == []


@pytest.mark.parametrize(
    "budget",
    [Budget(money_per_day=Decimal("0.001")), Budget(tokens_per_day=100), Budget(tokens_per_request=100)],
    ids=["money per day", "tokens per day", "tokens per request"],
)
def test_the_other_bounds_stop_a_request_too(budget: Budget) -> None:
    with pytest.raises(BudgetExceededError):
        spend(CostTrackingHandler("openai", "gpt-4o", budget), 150)


def test_an_alert_is_logged_once_when_it_is_reached(caplog: pytest.LogCaptureFixture) -> None:
    budget = Budget(alert=Decimal("0.005"))
    for _ in range(3):
        costs = CostTrackingHandler("openai", "gpt-4o", budget)
        costs.end_request(costs.start_request("gpt-4o", None, HELLO), Usage(0, 300))
    assert [record.levelname for record in caplog.records] == ["WARNING"]
