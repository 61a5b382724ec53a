// Tabs as the ARIA pattern has them: arrow keys move, the chosen one shows its panel.

export function startTabs(list, { onChoose = () => {} } = {}) {
  const tabs = [...list.querySelectorAll('[role="tab"]')];
  const choose = (tab) => {
    for (const other of tabs) {
      const chosen = other === tab;
      other.setAttribute("aria-selected", String(chosen));
      other.tabIndex = chosen ? 0 : -1;
      const panel = document.getElementById(other.getAttribute("aria-controls"));
      if (list.dataset.shows === "attribute") panel.toggleAttribute("data-shown", chosen);
      else panel.hidden = !chosen;
    }
    onChoose(tab);
  };
  list.addEventListener("click", (event) => {
    const tab = event.target.closest('[role="tab"]');
    if (tab) choose(tab);
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
    next.focus();
    choose(next);
  });
  return { choose: (id) => choose(document.getElementById(id)) };
}
