"""Reads all that a claimed run needs from the database and the settings: plan, choices, variables, prices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from agents_runtime.errors import not_exportable
from agents_runtime.model_choice import Surroundings
from agents_runtime.models import Run, ToolChoice
from agents_runtime.plans import plan_text
from agents_runtime.price_list import OwnPrices
from agents_runtime.prices import own_prices
from agents_runtime.variables import read_variables
from exporter.agent_plan import AgentPlan

if TYPE_CHECKING:
    from agents_runtime.playground_tools import ToolSetting


@dataclass(frozen=True)
class Prepared:
    """What does not depend on which model answers."""

    plan: AgentPlan
    surroundings: Surroundings
    settings: dict[str, ToolSetting]
    own_prices: OwnPrices
    wants_demo: bool


def prepare_run(run: Run) -> Prepared:
    """Raises AgentError where the revision cannot run."""
    from agents_runtime.playground_tools import ToolSetting  # needs LangChain, as only running processes have

    session = run.session
    planned = plan_text(session.revision.text, session.revision.document)
    if planned.plan is None:
        raise not_exportable(planned.problems)
    choices = ToolChoice.objects.filter(agent_id=session.agent_id)
    return Prepared(
        plan=planned.plan,
        surroundings=surroundings_of(read_variables(session)),
        settings={one.tool: ToolSetting(one.choice, one.kind, one.content, one.delay_ms) for one in choices},
        own_prices=own_prices(),
        wants_demo=session.demo,
    )


def surroundings_of(typed: dict[str, str]) -> Surroundings:
    return Surroundings(typed, settings.PROVIDER_ENVIRONMENT)
