// The conversation: messages, keyboards, the input line.

import { get, post } from "./api.js";
import { byId, dayOf, el, face, keyed, notice, plural, timeOf } from "./dom.js";
import { addressee, attempt, dialogKey, follow, isCommunityDialog, personPath, state } from "./state.js";

const WAIT_SECONDS = 10;
const SNACKBAR_SECONDS = 10;
const LINK = /(?:https?:\/\/|vk\.me\/)[^\s<>"«»]+[^\s<>"«».,;:!?)]/g;
const MENTION = /\[(?:id|club|public)\d+\|([^\]]+)\]/g;
const WELCOME = [
  "Это не ВКонтакте, а его модель на вашем компьютере: сообщения никуда не уходят, люди и номера придуманы.",
  "Выберите слева, кто вы, и напишите боту. В «Соседях» — телефон с кодами, часы и электронный журнал.",
  "Чтобы видеть нескольких людей сразу, откройте каждого в своей вкладке.",
];
let request = 0;

/** Read the chosen conversation again and show it. */
export async function refreshTalk() {
  if (!state.person || state.peer === null) return showNothing();
  const mine = ++request;
  const path = `${personPath("messages")}?peer=${state.peer}&community=${state.community}`;
  const talk = await attempt(() => get(path));
  if (!talk || mine !== request) return undefined;
  state.talk = talk;
  return showTalk();
}

export function showTalk() {
  const { talk } = state;
  if (!talk) return showNothing();
  byId("talk-title").textContent = talk.title;
  byId("talk-about").textContent = isCommunityDialog()
    ? "сообщество"
    : plural(talk.members?.length ?? 0, "участник", "участника", "участников");
  byId("talk-face").replaceChildren(face(talk.title, state.peer));
  showPinned();
  const scroll = byId("scroll");
  const isAtEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;
  const isAnother = scroll.dataset.dialog !== here();
  showComposer();
  const shown = talk.messages.length ? withDays(talk.messages) : [{ hint: emptyHint() }];
  keyed(byId("messages"), shown, { key: keyOf, signature: signatureOf, build: buildRow });
  if (isAtEnd || isAnother) scroll.scrollTop = scroll.scrollHeight;
  scroll.dataset.dialog = here();
  return undefined;
}

const emptyHint = () => (isCommunityDialog() ? "Здесь пока пусто. Нажмите «Начать» или напишите." : "Здесь пока пусто.");

function showPinned() {
  const pinned = state.talk?.messages.find((message) => message.cmid === state.talk.pinned);
  byId("pinned").hidden = !pinned;
  byId("pinned").textContent = pinned ? `Закреплено: ${pinned.text}` : "";
}

function showNothing() {
  byId("talk-title").textContent = state.person ? "Выберите диалог" : "Песочница";
  byId("talk-about").textContent = state.person ? "" : "Выберите слева, кто вы";
  byId("talk-face").replaceChildren();
  byId("messages").replaceChildren(...(state.person ? [] : WELCOME.map((line) => el("li", { class: "welcome" }, line))));
  byId("scroll").dataset.dialog = "";
  showPinned();
  showComposer();
}

const here = () => `${state.person?.id}:${dialogKey(state.community, state.peer)}`;
const pressKey = (cmid, row, column) => `${here()}:${cmid}:${row}:${column}`;
const busyButtons = (cmid) => [...state.pressing.keys()].filter((key) => key.startsWith(`${here()}:${cmid}:`));

function withDays(messages) {
  let day = null;
  return messages.flatMap((message) => {
    const isNew = dayOf(message.at) !== day;
    day = dayOf(message.at);
    return isNew ? [{ day, before: message.cmid }, message] : [message];
  });
}

const keyOf = (row) => (row.cmid ? `${here()}:${row.cmid}` : `${here()}:${row.before ?? "empty"}:day`);

const signatureOf = (row) => [row, row.cmid && busyButtons(row.cmid)];

function buildRow(row) {
  if (row.day) return el("li", { class: "day" }, row.day);
  if (row.hint) return el("li", { class: "service" }, row.hint);
  if (row.action) return el("li", { class: "service" }, row.text);
  return buildMessage(row);
}

function buildMessage(message) {
  const isMine = message.from === state.person.id;
  const { keyboard } = message;
  return el(
    "li",
    { class: isMine ? "message mine" : "message" },
    isMine ? null : face(message.from_name, message.from),
    el(
      "div",
      { class: "content" },
      el(
        "div",
        { class: "bubble" },
        isMine || isCommunityDialog() ? null : el("span", { class: "author" }, message.from_name),
        el("div", { class: "text" }, richText(message.text)),
        message.attachments.map(buildAttachment),
        el("span", { class: "meta" }, message.edited ? "изменено " : "", timeOf(message.at)),
      ),
      keyboard?.inline && keyboard.buttons.length
        ? el("div", { class: "keyboard", role: "group", "aria-label": "Кнопки сообщения" }, rows(keyboard, message.cmid))
        : null,
      message.snackbars.slice(-1).map((text) => el("p", { class: "said" }, `Всплыло: ${text}`)),
    ),
  );
}

function buildAttachment(one) {
  const picture = one.photo?.sizes?.at(-1)?.url;
  if (picture) return el("img", { class: "picture", src: picture, alt: "Картинка" });
  const name = typeof one === "string" ? one : (one.doc?.title ?? one.type);
  return el("a", { class: "attachment", href: one.doc?.url, download: name }, `Вложение: ${name}`);
}

function richText(text) {
  const plain = text.replace(MENTION, "$1");
  const parts = [];
  let end = 0;
  for (const found of plain.matchAll(LINK)) {
    parts.push(plain.slice(end, found.index), linkButton(found[0]));
    end = found.index + found[0].length;
  }
  return [...parts, plain.slice(end)];
}

export const linkButton = (url) => el("button", { type: "button", class: "link", onclick: () => follow(url) }, url);

function rows(keyboard, cmid) {
  return keyboard.buttons.map((row, rowIndex) =>
    el(
      "div",
      { class: "keyboard-row" },
      row.map((button, column) => buildButton(button, cmid, rowIndex, column)),
    ),
  );
}

function buildButton(button, cmid, row, column) {
  const { action, color } = button;
  const isBusy = state.pressing.has(pressKey(cmid, row, column));
  const attributes = {
    type: "button",
    class: `vk-button ${action.type === "open_link" ? "secondary" : (color ?? "secondary")}`,
    "aria-busy": isBusy ? "true" : null,
    "data-focus": `${cmid}:${row}:${column}`,
    onclick: () => press(cmid, row, column, action),
  };
  const mark = action.type === "open_link" ? el("span", { class: "mark", "aria-hidden": "true" }, "↗") : null;
  const spinner = isBusy ? el("span", { class: "spinner", role: "img", "aria-label": "Ждём ответа" }) : null;
  return el("button", attributes, el("span", {}, action.label ?? action.type), mark, spinner);
}

async function press(cmid, row, column, action) {
  const [origin, key] = [here(), pressKey(cmid, row, column)];
  const waits = action.type === "callback";
  if (waits) count(key, 1);
  const body = { ...addressee(), cmid, row, col: column, wait_seconds: WAIT_SECONDS };
  const result = await attempt(() => post(personPath("press"), body));
  if (waits) count(key, -1);
  if (here() !== origin) return;
  if (result?.kind === "link") await follow(result.url);
  if (result?.kind === "callback") await showAnswer(result);
}

function count(key, change) {
  const presses = (state.pressing.get(key) ?? 0) + change;
  if (presses > 0) state.pressing.set(key, presses);
  else state.pressing.delete(key);
  if (state.talk) showTalk();
}

async function showAnswer({ answered, answer }) {
  if (!answered) notice(`Бот не ответил на нажатие за ${WAIT_SECONDS} с`, { isError: true });
  else if (answer?.type === "show_snackbar") notice(answer.text, { seconds: SNACKBAR_SECONDS });
  else if (answer?.type === "open_link") await follow(answer.link);
  else if (answer?.type === "open_app") notice("Бот открыл бы мини-приложение");
}

function showComposer() {
  const { talk } = state;
  const isOwnDialog = Boolean(talk) && isCommunityDialog();
  const hasRef = isOwnDialog && state.pendingRefs.has(`${state.person.id}:${state.community}`);
  const canWrite = state.peer !== null && talk?.can_write !== false;
  byId("start").hidden = !isOwnDialog || (talk.messages.length > 0 && !hasRef);
  byId("note").hidden = !hasRef && (canWrite || !talk);
  byId("note").textContent = hasRef
    ? "Открыта ссылка с кодом: код уйдёт со следующим сообщением"
    : "Писать в этот чат вы не можете";
  byId("message").disabled = byId("send").disabled = !canWrite;
  const bottom = isOwnDialog || canWrite ? talk?.keyboard : null;
  const hasBottom = Boolean(bottom?.buttons?.length);
  const toggle = byId("bottom-toggle");
  toggle.hidden = !hasBottom;
  byId("bottom").hidden = !hasBottom || toggle.getAttribute("aria-expanded") !== "true";
  const items = hasBottom ? [bottom] : [];
  keyed(byId("bottom"), items, {
    key: here,
    signature: (keyboard) => [keyboard, busyButtons(0)],
    build: (keyboard) => el("div", {}, rows(keyboard, 0)),
  });
}

async function send(event) {
  event.preventDefault();
  const field = byId("message");
  const text = field.value.trim();
  if (!text) return;
  const sent = await attempt(() => post(personPath("write"), { ...addressee(), text }));
  if (!sent) return;
  field.value = "";
  fit(field);
  await afterWriting();
}

async function start() {
  const sent = await attempt(() => post(personPath("start"), { community: state.community }));
  if (sent) await afterWriting();
}

async function afterWriting() {
  state.pendingRefs.delete(`${state.person.id}:${state.community}`);
  byId("message").focus();
  await refreshTalk();
  byId("scroll").scrollTop = byId("scroll").scrollHeight;
}

function fit(field) {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, 140)}px`;
}

export function startTalk() {
  byId("composer").addEventListener("submit", send);
  byId("start").addEventListener("click", start);
  byId("message").addEventListener("input", (event) => fit(event.target));
  byId("message").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send(event);
  });
  byId("bottom-toggle").addEventListener("click", ({ currentTarget: toggle }) => {
    toggle.setAttribute("aria-expanded", String(toggle.getAttribute("aria-expanded") !== "true"));
    showComposer();
  });
}
