// Requests to the control API of the sandbox, and the stream of its changes.

const ROOT = "/sandbox/api";

/** A refusal of the sandbox; `message` is its sentence or reason word. */
export class Refusal extends Error {
  constructor(status, body) {
    super(body.error ?? `Ошибка ${status}`);
    this.body = body;
  }
}

async function ask(path, options) {
  const response = await fetch(ROOT + path, options);
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(response.status, body);
  return body;
}

export const get = (path) => ask(path);

export const post = (path, body = {}) =>
  ask(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

/** Call `onChange` after changes, many close ones at once; also after a lost connection came back. */
export function watch(onChange) {
  const source = new EventSource(`${ROOT}/events`);
  let timer = null;
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = null;
      onChange();
    }, 40);
  };
  source.onmessage = soon;
  source.onopen = soon;
}
