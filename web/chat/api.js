/** Talking to the backend. Every failure becomes a `Trouble` that knows what to tell a person. */

const PATIENCE = 20_000; // The gateway answers within 10 s; more is a lost connection.

/** A call that did not work: `kind` is offline, busy (too fast), refused (fields say what) or trouble. */
export class Trouble extends Error {
  /**
   * @param {"offline"|"busy"|"refused"|"trouble"} kind
   * @param {string} message a sentence for the person
   * @param {{path: string, message: string}[]} fields
   */
  constructor(kind, message, fields = []) {
    super(message);
    this.kind = kind;
    this.fields = fields;
  }
}

/** @param {number} status */
const kindOf = (status) => (status === 429 ? "busy" : status >= 500 ? "trouble" : "refused");

/**
 * @param {string} method
 * @param {string} path below /api/v1
 * @param {unknown} [body]
 * @returns {Promise<any>}
 */
async function call(method, path, body) {
  let response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    throw new Trouble("offline", "没连上网，您的话还在这里。");
  }
  const answer = response.status === 204 ? null : await response.json().catch(() => undefined);
  if (response.ok && answer !== undefined) return answer;
  const error = answer?.error;
  throw new Trouble(kindOf(response.status), error?.message ?? "系统这会儿有点忙，请过一会儿再试。", error?.fields ?? []);
}

export const api = {
  history: () => call("GET", "/chat/messages"),
  /** @param {{text: string, choice?: string, guide?: string, client_id: string}} body */
  say: (body) => call("POST", "/chat/messages", body),
  /** @param {Record<string, unknown>} body */
  apply: (body) => call("POST", "/chat/applications", body),
  /** @param {string} station */
  chooseStation: (station) => call("PUT", "/chat/station", { station }),
  forget: () => call("DELETE", "/chat/session"),
  /** @param {string} id */
  guide: (id) => call("GET", `/guides/${encodeURIComponent(id)}`),
  organisation: () => call("GET", "/organisation"),
  towns: () => call("GET", "/towns"),
  /** @param {string} town */
  stations: (town) => call("GET", `/stations?town=${encodeURIComponent(town)}`),
};
