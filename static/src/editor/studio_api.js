// Requests to the studio's API. A refusal is a RequestError with the server's own sentence; no answer is one too.

export class RequestError extends Error {
  constructor(message, { code = "unreachable", status = 0, details = {} } = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

async function request(path, { body, signal } = {}) {
  const options = body
    ? { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal }
    : { signal };
  let response;
  try {
    response = await fetch(path, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new RequestError("The studio does not answer. Is it still running?");
  }
  if (response.ok) return response;
  throw await refusal(response);
}

async function refusal(response) {
  const answer = await response.json().catch(() => ({}));
  const { code = "unexpected", message, ...details } = answer.error ?? {};
  const sentence = message ?? `The studio answered with status ${response.status}.`;
  return new RequestError(sentence, { code, status: response.status, details });
}

export const previewManifest = async (body, signal) =>
  (await request("/api/manifests/preview", { body, signal })).json();

export const exportManifest = async (body) => (await request("/api/manifests/export", { body })).blob();

export const fetchManifestSchema = async () => (await request("/api/schema/manifest.json")).json();
