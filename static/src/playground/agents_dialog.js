// The agents of the workspace, to switch to.
import { element, fill, icon } from "../parts/dom.js";
import { counted } from "../parts/words.js";
import { timeAgo } from "./figures.js";

export function startAgentsDialog(button, dialog, { list, current }) {
  const host = dialog.querySelector(".session-list");
  button.addEventListener("click", async () => {
    fill(host, element("li", { class: "skeleton" }), element("li", { class: "skeleton" }));
    dialog.showModal();
    try {
      const agents = await list();
      const empty = element("li", { class: "empty" }, element("p", {}, "Agents that you save are in this list. Save this one with its button above the text, or send it a message."));
      fill(host, ...(agents.length ? agents.map((agent) => row(agent, current())) : [empty]), fresh());
    } catch (error) {
      fill(host, element("li", { class: "empty" }, icon("error"), element("p", {}, error.message)));
    }
  });
}

function row({ name, title, revision, sessions, updated_at: at }, current) {
  const facts = [sessions ? counted(sessions, "session") : "no session yet", `revision ${revision}`, `saved ${timeAgo(at)}`].join(" · ");
  const link = element(
    "a",
    { class: "session-open", href: `/agents/${encodeURIComponent(name)}`, "aria-current": name === current ? "page" : null },
    element("span", { class: "session-title" }, title || name),
    element("span", { class: "session-facts", title: new Date(at).toLocaleString() }, facts),
  );
  return element("li", { class: "session-row" }, link, name === current ? element("span", { class: "badge" }, "shown") : null);
}

const fresh = () => element("li", { class: "session-row" }, element("a", { class: "session-open", href: "/" }, element("span", { class: "session-title" }, "New agent, from the example")));
