// Makes the playground's parts from the page's elements, and says which button does what.
import { element, fill } from "../parts/dom.js";
import { startTabs } from "../parts/tabs.js";
import { toast } from "../parts/toast.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { Inspector } from "./inspector.js";
import { Playground } from "./playground.js";
import { SessionBar } from "./session_bar.js";
import { SessionsDialog } from "./sessions_dialog.js";
import { SetupPanel } from "./setup_panel.js";

const byId = (id) => document.getElementById(id);

export function startPlayground({ agent, keep, showChat, showEvents }) {
  let playground;
  const tabs = startTabs(byId("playground-tabs"));
  const api = () => playground?.api ?? null;
  const composer = new Composer(
    { form: byId("composer"), box: byId("message"), button: byId("send"), note: byId("composer-note") },
    { onSend: (text) => playground.send(text), onStop: () => playground.stop() },
  );
  const conversation = new Conversation(
    { scroller: byId("conversation"), list: byId("messages"), empty: byId("conversation-empty"), newText: byId("new-text") },
    {
      answerTool: (run, call, body) => playground.answerTool(run, call, body),
      setUpTool: (tool) => {
        tabs.choose("tab-setup");
        setup.goTo(tool);
      },
      retry: (run) => playground.retry(run),
      inspect: (run) => playground.inspect(run),
    },
  );
  const bar = new SessionBar({
    cost: byId("session-cost"),
    count: byId("session-tokens"),
    since: byId("session-since"),
    total: byId("session-total"),
    limits: byId("limits"),
    reset: byId("reset-costs"),
  });
  const setup = new SetupPanel(
    {
      panel: byId("setup-panel"),
      unsaved: byId("setup-unsaved"),
      saved: byId("setup-saved"),
      model: byId("model-choice"),
      why: byId("model-why"),
      tools: byId("tool-choices"),
      variables: byId("variables"),
      toolCount: byId("tool-count"),
      badge: byId("model-badge"),
    },
    {
      api,
      session: () => playground?.session.id,
      onKept: () => playground.keepSession(),
      onChange: ({ limits, costs, starters, model }) => {
        bar.showLimits(limits);
        bar.showTotal(costs);
        bar.showModel(Boolean(model?.demo));
        showStarters(starters);
        byId("conversation-hint").textContent = model?.demo ? `The demo model answers and costs nothing. ${model.why}` : model?.why ?? "";
      },
    },
  );
  const inspector = new Inspector(
    {
      host: byId("event-list"),
      title: byId("events-title"),
      eachToken: byId("each-token"),
      copy: [...document.querySelectorAll("[data-copy]")],
    },
    {
      fetchRequests: (runId) => api().fetchRequests(runId),
      fetchEvents: (runId) => api().fetchEvents(runId),
      address: () => ({ origin: location.origin, base: api().base, session: playground.session.id }),
    },
  );
  playground = new Playground(
    { conversation, composer, bar, setup, inspector, status: byId("run-status"), connection: byId("run-connection") },
    { agent, keep, showEvents },
  );
  const sessions = new SessionsDialog(byId("sessions"), {
    list: async () => (api() ? api().listSessions() : []),
    open: (id) => playground.open(id).catch(say),
    forget: (id) => playground.forget(id),
    current: () => playground.session.id,
  });

  byId("starters").addEventListener("click", ({ target }) => {
    const starter = target.closest(".starter");
    if (!starter) return;
    byId("message").focus();
    composer.write(starter.textContent);
    composer.send();
  });
  byId("show-sessions").addEventListener("click", () => sessions.show());
  byId("new-session").addEventListener("click", () => {
    playground.startNew();
    byId("message").focus();
  });
  byId("reset-costs").addEventListener("click", () => playground.resetCosts().catch(say));
  byId("setup-save").addEventListener("click", () => keep());
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !playground.isRunning) return;
    if (document.querySelector("dialog[open]")) return;
    event.preventDefault();
    playground.stop();
  });
  playground.begin().catch(say);

  return {
    refuse: (reason) => composer.refuse(reason),
    goToMessage: () => {
      showChat();
      tabs.choose("tab-chat");
      byId("message").focus();
    },
    stop: () => playground.stop(),
    hasFocus: () => document.activeElement === byId("message"),
    send: () => composer.send(),
  };
}

const say = (error) => toast(error.message, { state: "bad" });

function showStarters(starters) {
  if (!starters?.length) return;
  fill(byId("starters"), ...starters.map((words) => element("li", {}, element("button", { class: "button starter", type: "button" }, words))));
}
