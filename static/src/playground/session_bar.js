// What the session has cost in its period, what is left of the budget, and the ways to another session.
import { budgetInWords, costInWords, costTitle, dollars, markOf, tokens } from "./figures.js";

export class SessionBar {
  constructor({ cost, count, budget, meter, reset }) {
    Object.assign(this, { cost, count, budget, meter, reset });
  }

  // What the demo model says is not counted here, and the bar says so.
  showModel(isDemo) {
    this.isDemo = isDemo;
    this.showCost(this.summary);
  }

  showCost(summary) {
    this.summary = summary;
    const nothing = !summary || summary.total_tokens === 0;
    this.cost.textContent = nothing ? "$0" : costInWords(summary);
    this.cost.dataset.mark = nothing ? "" : markOf(summary);
    this.cost.title = nothing ? "Nothing was bought in this period" : costTitle(summary);
    this.count.textContent = nothing && this.isDemo ? "demo, costs nothing" : tokens(nothing ? 0 : summary.total_tokens);
    this.reset.setAttribute("aria-disabled", String(nothing));
    this.reset.title = nothing
      ? "There is nothing to reset: this period has cost nothing yet"
      : "Starts a new period at $0. Nothing is deleted: the entries stay in the ledger";
    this.isZero = nothing;
  }

  showBudget(budget) {
    const words = budgetInWords(budget);
    this.budget.hidden = words === "";
    if (this.budget.hidden) return;
    const [limit, spent] = [Number(budget.limit), Number(budget.spent)];
    this.meter.hidden = !budget.limit;
    this.meter.max = limit;
    this.meter.value = Math.min(spent, limit);
    this.meter.textContent = `${dollars(spent)} of ${dollars(limit)}`;
    this.budget.querySelector("span").textContent = words;
    this.budget.toggleAttribute("data-spent", Boolean(budget.limit) && spent >= limit);
  }
}
