"""From a revision's text to the plan that runs, or to what keeps it from running; remembered per revision."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from exporter.agent_plan import AgentPlan
from exporter.errors import ExporterError
from exporter.options import ExportOptions
from exporter.pipeline import check_text
from exporter.plan import plan_agent

MOST_PROBLEMS = 20


@dataclass(frozen=True)
class Planned:
    """Either a plan, or problems in the words of the diagnostics."""

    plan: AgentPlan | None
    problems: list[str] = field(default_factory=list)


@lru_cache(maxsize=256)
def plan_text(text: str, document: int) -> Planned:
    """Texts of revisions never change, so what was found once is found again."""
    try:
        report = check_text(text, document)
        if report.exportable:
            plan, _ = plan_agent(report.results[document].document.plain, ExportOptions())
            return Planned(plan)
    except ExporterError as error:
        return Planned(None, [str(error)])
    errors = [one for one in report.diagnostics if one.severity.value == "error"]
    return Planned(None, [f"Line {one.location.line}: {one.message}" for one in errors[:MOST_PROBLEMS]])
