// Building elements and keeping lists of them in step with data without losing the keyboard focus.

export const byId = (id) => document.getElementById(id);

/** Make an element; `on…` attributes are listeners, `true`/`false` switch an attribute, nullish children are left out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child != null && child !== false));
  return node;
}

/** Show `items` in `container`: nodes whose signature did not change stay as they are. */
export function keyed(container, items, { key, signature, build }) {
  const focused = container.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  const known = new Map([...container.children].map((node) => [node.dataset.key, node]));
  const nodes = items.map((item) => {
    const wanted = JSON.stringify(signature(item));
    const old = known.get(String(key(item)));
    if (old && old.signature === wanted) return old;
    const node = build(item);
    node.dataset.key = key(item);
    node.signature = wanted;
    return node;
  });
  nodes.forEach((node, index) => {
    if (container.children[index] !== node) container.insertBefore(node, container.children[index] ?? null);
  });
  while (container.children.length > nodes.length) container.lastChild.remove();
  if (focused && !container.contains(document.activeElement)) {
    container.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
  }
}

/** A coloured circle with initials. */
export function face(name, id) {
  const initials = name
    .split(/\s+/)
    .filter((word) => /[\p{L}\d]/u.test(word))
    .slice(0, 2)
    .map((word) => word.match(/[\p{L}\d]/u)[0]);
  return el("span", { class: `face hue-${Math.abs(Number(id) || 0) % 8}`, "aria-hidden": "true" }, initials.join(""));
}

/** Replace a select's options, keeping the choice when it is still among them. */
export function setOptions(select, options) {
  const signature = JSON.stringify(options);
  if (select.signature === signature) return;
  const chosen = select.value;
  select.replaceChildren(...options.map(([value, label]) => el("option", { value }, label)));
  if (options.some(([value]) => value === chosen)) select.value = chosen;
  select.signature = signature;
}

/** Show a passing notice; `seconds` is how long it stays. */
export function notice(text, { isError = false, seconds = 6 } = {}) {
  const node = el("p", { class: isError ? "snackbar error" : "snackbar" }, text);
  byId("snackbars").append(node);
  setTimeout(() => node.remove(), seconds * 1000);
}

/** Hours and minutes of an ISO moment. */
export const timeOf = (at) => new Date(at).toLocaleTimeString("ru", { hour: "2-digit", minute: "2-digit" });

export const dayOf = (at) => new Date(at).toLocaleDateString("ru", { day: "numeric", month: "long" });

/** The form of a Russian noun for a number. */
export function plural(count, one, few, many) {
  const form = new Intl.PluralRules("ru").select(count);
  return `${count} ${form === "one" ? one : form === "few" ? few : many}`;
}
