// What the playground asks of the studio: the agent's own endpoints, and those about agents and how they are tried.
import { requestJson, request } from "../parts/request.js";

const part = encodeURIComponent;

export const createAgent = (body) => requestJson("/api/agents", { body });

export const listAgents = () => requestJson("/api/agents");

export class ChatApi {
  constructor(name) {
    this.name = name;
    this.base = `/agents/${part(name)}`;
    this.api = `/api/agents/${part(name)}`;
    this.playground = `/api/playground/${part(name)}`;
  }

  saveRevision(body) {
    return requestJson(`${this.api}/revisions`, { body });
  }

  fetchRevision(number) {
    return requestJson(`${this.api}/revisions/${number}`);
  }

  fetchSetup(session) {
    return requestJson(`${this.playground}${session ? `?session_id=${part(session)}` : ""}`);
  }

  chooseTool(tool, body) {
    return request(`${this.playground}/tools/${part(tool)}`, { method: "PUT", body });
  }

  saveSettings(session, body) {
    return request(`${this.playground}/sessions/${part(session)}/settings`, { method: "PUT", body });
  }

  fetchRequests(runId) {
    return requestJson(`${this.playground}/runs/${part(runId)}/requests`);
  }

  async fetchEvents(runId) {
    return (await requestJson(`${this.playground}/runs/${part(runId)}/events`)).events;
  }

  async listSessions() {
    return (await requestJson(`${this.base}/sessions`)).sessions;
  }

  fetchSession(session, signal) {
    return requestJson(`${this.base}/sessions/${part(session)}`, { signal });
  }

  forgetSession(session) {
    return request(`${this.base}/sessions/${part(session)}`, { method: "DELETE" });
  }

  resetCosts(session) {
    return requestJson(`${this.base}/cost-summary/reset?session_id=${part(session)}`, { method: "POST" });
  }

  cancelRun(runId) {
    return request(`${this.base}/chat/runs/${part(runId)}/cancel`, { method: "POST" });
  }

  answerTool(runId, callId, body) {
    return request(`${this.base}/chat/runs/${part(runId)}/tools/${part(callId)}`, { body });
  }
}
