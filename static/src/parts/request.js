// Requests to the studio. A refusal is a RequestError with the server's own sentence; no answer is one too.

export class RequestError extends Error {
  constructor(message, { code = "unreachable", status = 0, details = {} } = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

// Any method but GET changes something, for which Django wants its token back.
export async function request(path, { method, body, signal, headers = {} } = {}) {
  const verb = method ?? (body === undefined ? "GET" : "POST");
  const sent = { ...headers, ...(verb === "GET" ? {} : csrfHeader()) };
  if (body !== undefined) sent["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(path, { method: verb, headers: sent, body: body && JSON.stringify(body), signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new RequestError("The studio does not answer. Is it still running?");
  }
  if (response.ok) return response;
  throw await refusal(response);
}

export async function requestJson(path, options) {
  return (await request(path, options)).json();
}

export async function refusal(response) {
  const answer = await response.json().catch(() => ({}));
  const { code = "unexpected", message, ...details } = answer.error ?? {};
  const sentence = message ?? `The studio answered with status ${response.status}.`;
  return new RequestError(sentence, { code, status: response.status, details });
}

function csrfHeader() {
  const token = /(?:^|;\s*)csrftoken=([^;]+)/.exec(globalThis.document?.cookie ?? "")?.[1];
  return token ? { "X-CSRFToken": decodeURIComponent(token) } : {};
}
