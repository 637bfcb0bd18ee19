// The side panel: the SMS phone, the clock, the sheets of codes, the journal and everything VK holds.

import { get, post } from "./api.js";
import { byId, el, keyed, notice, plural, setOptions, timeOf } from "./dom.js";
import { roleOf } from "./details.js";
import { attempt, follow, state } from "./state.js";
import { linkButton } from "./talk.js";

const STAFF = "staff";
let clockOffset = 0;
let journal = null;
let sheets = [];

const refreshers = { sms: refreshSms, clock: refreshClock, sheets: refreshSheets, journal: refreshJournal, chats: refreshChats };

/** Read again what the open sections show. */
export async function refreshNeighbours() {
  const open = Object.keys(refreshers).filter((name) => byId(name).open);
  await Promise.all(open.map((name) => attempt(refreshers[name])));
}

async function refreshSms() {
  const phone = state.person?.phone ?? "";
  byId("sms-phone").textContent = phone ? spaced(phone) : state.person ? "У этого человека нет телефона" : "Выберите, кто вы: сюда придут СМС с кодами";
  const messages = phone ? await get(`/sms?to=${encodeURIComponent(phone)}`) : [];
  const newest = [...messages].sort((one, other) => other.id - one.id);
  keyed(byId("sms-list"), newest, {
    key: (sms) => sms.id,
    signature: (sms) => sms,
    build: (sms) => el("li", {}, el("p", {}, withCode(sms.text)), el("small", {}, timeOf(sms.at))),
  });
}

const spaced = (phone) => phone.replace(/^(\+7)(\d{3})(\d{3})(\d{2})(\d{2})$/, "$1 $2 $3-$4-$5");

function withCode(text) {
  return text.split(/(\d{4,8})/).map((part) => (/^\d{4,8}$/.test(part) ? el("mark", {}, part) : part));
}

async function refreshClock() {
  const { now } = await get("/clock");
  clockOffset = Date.parse(now) - Date.now();
  showClock();
}

function showClock() {
  const now = new Date(Date.now() + clockOffset);
  byId("clock-now").textContent = now.toLocaleString("ru", {
    weekday: "short",
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
  });
}

async function refreshSheets() {
  sheets = await get("/sheets");
  showSheets();
}

function showSheets() {
  const wanted = byId("sheets-search").value.trim().toLowerCase();
  const found = sheets.filter((one) => `${one.person} ${one.class}`.toLowerCase().includes(wanted)).slice(0, 40);
  keyed(byId("sheets-list"), found.length ? found : [null], {
    key: (sheet) => sheet?.code ?? "none",
    signature: (sheet) => [sheet, state.person?.id],
    build: (sheet) => (sheet ? buildSheet(sheet) : el("li", { class: "hint" }, "Листов пока нет")),
  });
}

function buildSheet(sheet) {
  return el(
    "li",
    {},
    el("p", {}, el("b", {}, sheet.person), ` ${sheet.class ?? ""}`),
    el("p", {}, el("code", {}, sheet.code)),
    el(
      "button",
      {
        type: "button",
        class: "plain",
        "data-focus": sheet.code,
        "aria-label": `Открыть QR: ${sheet.person}`,
        onclick: () => (state.person ? follow(sheet.link) : notice("Сначала выберите, кто вы")),
      },
      "Открыть QR",
    ),
  );
}

async function refreshJournal() {
  byId("journal-body").hidden = !state.hasJournal;
  byId("journal-absent").hidden = state.hasJournal;
  if (!state.hasJournal) return;
  journal = await get("/journal");
  const classes = journal.classes.map(({ id, title }) => [id, title]);
  setOptions(byId("journal-class"), [...classes, [STAFF, "Сотрудники"]]);
  setOptions(byId("journal-target"), classes);
  if (journal.mode) byId("journal-mode").value = journal.mode;
  showJournalPeople();
}

function showJournalPeople() {
  const chosen = byId("journal-class").value;
  const isStaff = chosen === STAFF;
  const people = isStaff ? journal.staff : (journal.classes.find(({ id }) => id === chosen)?.pupils ?? []);
  const label = ({ name, enabled }) => (enabled === false ? `${name} (отключён)` : name);
  setOptions(byId("journal-person"), people.map((person) => [person.id, label(person)]));
  byId("journal-move").disabled = byId("journal-target").disabled = isStaff;
}

async function changeJournal(act, body, done) {
  const changed = await attempt(() => post(`/journal/${act}`, body));
  if (changed) notice(done);
  await attempt(refreshJournal);
}

const chosenLabel = (id) => byId(id).selectedOptions[0]?.textContent ?? "";

async function refreshChats() {
  const chats = await get("/chats");
  keyed(byId("chats-list"), chats.length ? chats : [null], {
    key: (chat) => (chat ? `${chat.community}:${chat.peer}` : "none"),
    signature: (chat) => [chat, state.person?.id],
    build: (chat) => (chat ? buildChat(chat) : el("li", { class: "hint" }, "Чатов пока нет")),
  });
}

function buildChat(chat) {
  const members = chat.members.map((member) => {
    const role = roleOf(member);
    return el("li", {}, member.name, role ? el("small", {}, ` ${role}`) : null);
  });
  const count = plural(members.length, "участник", "участника", "участников");
  return el(
    "li",
    {},
    el("details", {}, el("summary", {}, el("b", {}, chat.title), el("small", {}, ` ${count}`)), el("ul", {}, members)),
    chat.link ? linkButton(chat.link) : null,
  );
}

export function startNeighbours() {
  Object.keys(refreshers).forEach((name) =>
    byId(name).addEventListener("toggle", () => byId(name).open && attempt(refreshers[name])),
  );
  setInterval(showClock, 1000);
  document.querySelectorAll(".show-neighbours").forEach((button) =>
    button.addEventListener("click", () => {
      document.body.dataset.neighbours = "open";
      byId("hide-neighbours").focus();
    }),
  );
  const hide = () => delete document.body.dataset.neighbours;
  byId("hide-neighbours").addEventListener("click", hide);
  byId("neighbours").addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    hide();
  });
  byId("sheets-search").addEventListener("input", showSheets);
  byId("sms-mode").addEventListener("change", ({ target }) => attempt(() => post("/sms/mode", { mode: target.value })));
  document.querySelectorAll("[data-advance]").forEach((button) =>
    button.addEventListener("click", async () => {
      await attempt(() => post("/clock", { advance_seconds: Number(button.dataset.advance) }));
      await attempt(refreshClock);
    }),
  );
  startJournal();
}

function startJournal() {
  byId("journal-class").addEventListener("change", showJournalPeople);
  byId("journal-mode").addEventListener("change", ({ target }) =>
    changeJournal("mode", { mode: target.value }, `Журнал отвечает: ${chosenLabel("journal-mode")}`),
  );
  byId("journal-move").addEventListener("click", () => {
    const body = { pupil: byId("journal-person").value, to_class: byId("journal-target").value };
    changeJournal("move", body, `${chosenLabel("journal-person")} теперь в ${chosenLabel("journal-target")}`);
  });
  byId("journal-disable").addEventListener("click", () => {
    const done = `${chosenLabel("journal-person")}: запись отключена`;
    changeJournal("disable", { person: byId("journal-person").value }, done);
  });
}
