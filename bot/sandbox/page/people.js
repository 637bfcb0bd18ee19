// The left column: who you are, your dialogs, links that you follow, chats that you make.

import { get, post } from "./api.js";
import { byId, el, face, keyed, plural, timeOf } from "./dom.js";
import { attempt, chooseDialog, dialogKey, follow, fromHash, personPath, state } from "./state.js";

const SHOWN = 60;
let request = 0;

/** Read the dialogs of the chosen person again. */
export async function refreshDialogs() {
  if (!state.person) return;
  const mine = ++request;
  const dialogs = await attempt(() => get(personPath("dialogs")));
  if (!dialogs || mine !== request) return;
  state.dialogs = dialogs;
  showDialogs();
}

export function showDialogs() {
  keyed(byId("dialog-list"), state.dialogs, {
    key: (dialog) => `${state.person.id}:${dialogKey(dialog.community, dialog.peer)}`,
    signature: (dialog) => [dialog, isChosen(dialog)],
    build: buildDialog,
  });
}

const isChosen = (dialog) => dialog.peer === state.peer && dialog.community === state.community;

function openDialog({ community, peer }) {
  chooseDialog(community, peer);
  byId(isWide() ? "message" : "back").focus();
}

function buildDialog(dialog) {
  const last = dialog.last ?? {};
  const unread = plural(dialog.unread, "непрочитанное", "непрочитанных", "непрочитанных");
  return el(
    "li",
    {},
    el(
      "button",
      {
        type: "button",
        class: "row",
        "aria-current": isChosen(dialog) ? "true" : null,
        "data-focus": dialogKey(dialog.community, dialog.peer),
        onclick: () => openDialog(dialog),
      },
      face(dialog.title, dialog.peer),
      el("span", { class: "row-text" }, el("b", {}, dialog.title), el("small", {}, last.text || "Нет сообщений")),
      el(
        "span",
        { class: "row-side" },
        last.at ? el("small", {}, timeOf(last.at)) : null,
        dialog.unread ? el("span", { class: "unread", "aria-label": unread }, String(dialog.unread)) : null,
      ),
    ),
  );
}

/** Become the person with this id; `peer` and `community` say which dialog to open, null = the first one. */
export async function choosePerson(id, { community = null, peer = null } = {}) {
  const everybody = await get("/people");
  state.person = everybody.find((person) => person.id === id) ?? null;
  state.dialogs = [];
  byId("snackbars").replaceChildren();
  const wasChoosing = byId("people").contains(document.activeElement);
  showMe();
  openPeople(!state.person);
  if (wasChoosing) byId("me").focus();
  const first = state.communities[0]?.id;
  if (peer !== null) chooseDialog(peer < 0 ? -peer : (community ?? first), peer);
  else if (state.person && isWide()) chooseDialog(first, -first);
  else chooseDialog();
}

const isWide = () => matchMedia("(min-width: 761px)").matches;

function showMe() {
  const { person } = state;
  const text = el(
    "span",
    { class: "row-text" },
    el("b", {}, person?.name ?? "Кто вы?"),
    el("small", {}, person?.about ?? "Выберите, от чьего имени писать"),
  );
  byId("me").replaceChildren(...(person ? [face(person.name, person.id)] : []), text, el("span", { class: "mark" }, "⌄"));
  byId("me").setAttribute("aria-label", person ? `Вы — ${person.name}. Сменить` : "Кто вы? Выбрать");
  document.title = person ? `${person.name} — песочница` : "Староста — песочница";
}

function openPeople(isOpen) {
  byId("people").hidden = !isOpen;
  byId("dialogs").hidden = isOpen;
  byId("me").setAttribute("aria-expanded", String(isOpen));
  if (isOpen) showPeople();
}

async function showPeople() {
  const text = byId("people-search").value.trim();
  const found = await attempt(() => get(`/people?search=${encodeURIComponent(text)}`));
  if (!found || text !== byId("people-search").value.trim()) return;
  const people = [...found].sort((one, other) => Number(other.featured) - Number(one.featured));
  const featured = people.filter((person) => person.featured).length;
  const shown = people.slice(0, text || !featured ? SHOWN : featured);
  keyed(byId("people-list"), shown, { key: (person) => person.id, signature: (person) => person, build: buildPerson });
  byId("people-more").hidden = shown.length === people.length;
  const rest = plural(people.length - shown.length, "человек", "человека", "человек");
  byId("people-more").textContent = people.length ? `Ещё ${rest}: начните писать имя, класс или телефон` : "";
}

function buildPerson(person) {
  return el(
    "li",
    {},
    el(
      "a",
      { class: "row", href: `#person=${person.id}`, "data-focus": person.id },
      face(person.name, person.id),
      el("span", { class: "row-text" }, el("b", {}, person.name), el("small", {}, person.about)),
    ),
  );
}

async function createChat() {
  const title = byId("chat-title").value.trim();
  const communities = byId("chat-bot").checked ? state.communities.slice(0, 1).map(({ id }) => id) : [];
  const made = await attempt(() => post(personPath("create_chat"), { title, members: [], communities }));
  if (made?.peer) chooseDialog(made.community, made.peer);
  else await refreshDialogs();
}

export function startPeople() {
  addEventListener("hashchange", () => {
    const { person, community, peer } = fromHash();
    choosePerson(person, { community, peer });
  });
  byId("me").addEventListener("click", () => {
    openPeople(byId("people").hidden);
    if (!byId("people").hidden) byId("people-search").focus();
  });
  byId("people-list").addEventListener("click", (event) => {
    // The link to oneself changes no hash, so it closes the list by hand.
    if (event.target.closest("a")?.getAttribute("href") === location.hash) openPeople(false);
  });
  byId("people-search").addEventListener("input", showPeople);
  byId("back").addEventListener("click", () => chooseDialog());
  byId("open-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const field = byId("open-url");
    if (!state.person || !field.value.trim()) return;
    await follow(field.value);
    field.value = "";
  });
  byId("new-chat").addEventListener("click", () => state.person && byId("chat-form").showModal());
  byId("chat-form").addEventListener("close", ({ target: form }) => {
    if (form.returnValue === "create") createChat();
    form.returnValue = byId("chat-title").value = "";
  });
}
