// The panel about the open dialog: members with their roles, and what a person may do with the dialog in VK.

import { get, post } from "./api.js";
import { byId, el, face, keyed, notice, setOptions } from "./dom.js";
import { addressee, attempt, chooseDialog, isCommunityDialog, personPath, state } from "./state.js";

/** Show the panel and its button for the open dialog. */
export function showDetails() {
  const button = byId("details-button");
  const panel = byId("details");
  button.hidden = !state.talk;
  if (!state.talk) panel.hidden = true;
  if (!state.talk) return;
  button.textContent = isCommunityDialog() ? "Настройки" : "Участники";
  button.setAttribute("aria-expanded", String(!panel.hidden));
  keyed(panel, panel.hidden ? [] : [state.talk], {
    key: () => `${state.person.id}:${state.community}:${state.peer}`,
    signature: ({ title, members, can_write: canWrite }) => [title, members, canWrite],
    build: isCommunityDialog() ? buildCommunity : buildChat,
  });
}

async function act(name, body = {}, done = "") {
  const result = await attempt(() => post(personPath(name), { ...addressee(), ...body }));
  if (result && done) notice(done);
  return result;
}

function actButton(label, focus, onclick, isDangerous = false) {
  return el("button", { type: "button", class: isDangerous ? "plain danger" : "plain", "data-focus": focus, onclick }, label);
}

function buildCommunity() {
  return el(
    "div",
    { class: "stack" },
    el("h2", {}, "Сообщения сообщества"),
    el("p", { class: "hint" }, "Так человек разрешает боту писать первым или запрещает писать совсем."),
    actButton("Разрешить сообщения", "allow", () => act("allow", {}, "Сообщество может писать вам")),
    actButton("Запретить сообщения", "deny", () => act("deny", {}, "Сообщество больше не может писать вам")),
    actButton("Внести в чёрный список", "block", () => act("block", {}, "Сообщество в чёрном списке"), true),
  );
}

function buildChat({ title, members = [] }) {
  const me = members.find((member) => member.id === state.person.id);
  return el(
    "div",
    { class: "stack" },
    el("h2", {}, "Участники"),
    el(
      "ul",
      { class: "members" },
      members.map((member) => buildMember(member, me)),
    ),
    me ? buildInvite() : null,
    me?.is_admin || me?.is_owner ? buildRename(title) : null,
    me ? actButton("Выйти из чата", "leave", () => act("leave", {}, "Вы вышли из чата"), true) : null,
  );
}

export function roleOf(member) {
  if (member.is_owner) return "создатель";
  if (member.is_admin) return "администратор";
  return member.can_write === false ? "не может писать" : "";
}

function buildMember(member, me) {
  const isOther = me && member.id !== me.id && !member.is_owner;
  const mayPromote = isOther && (me.is_owner || me.is_admin);
  const mayKick = isOther && (me.is_owner || (me.is_admin && !member.is_admin));
  const kick = () => act("kick", { member: member.id });
  const promote = () => act("promote", { member: member.id, admin: !member.is_admin });
  return el(
    "li",
    {},
    face(member.name, member.id),
    el("span", { class: "row-text" }, el("b", {}, member.name), el("small", {}, roleOf(member))),
    mayPromote &&
      iconButton(member.is_admin ? "☆" : "★", `${member.is_admin ? "Снять" : "Назначить"} администратора: ${member.name}`, promote),
    mayKick && iconButton("×", `Исключить: ${member.name}`, kick),
  );
}

function iconButton(sign, label, onclick) {
  return el("button", { type: "button", class: "icon", "aria-label": label, title: label, "data-focus": label, onclick }, sign);
}

function buildRename(title) {
  const field = el("input", { value: title, "aria-label": "Название чата", maxlength: 100, "data-focus": "title" });
  const rename = (event) => {
    event.preventDefault();
    act("rename", { title: field.value });
  };
  return el("form", { class: "inline-form", onsubmit: rename }, field, el("button", { class: "plain" }, "Назвать"));
}

function buildInvite() {
  const choice = el("select", { "aria-label": "Кого пригласить", hidden: true });
  const field = el("input", { placeholder: "Кого пригласить", "aria-label": "Имя для приглашения", "data-focus": "invite" });
  field.addEventListener("input", async () => {
    const found = field.value.trim() ? await get(`/people?search=${encodeURIComponent(field.value)}`) : [];
    const communities = state.communities.map(({ id, title }) => [String(-id), title]);
    const matching = communities.filter(([, name]) => name.toLowerCase().includes(field.value.toLowerCase()));
    setOptions(choice, [...matching, ...found.slice(0, 30).map(({ id, name, about }) => [String(id), `${name} — ${about}`])]);
    choice.hidden = !choice.options.length || !field.value.trim();
  });
  const invite = (event) => {
    event.preventDefault();
    if (choice.value) act("invite", { member: Number(choice.value) });
  };
  return el("form", { class: "stack", onsubmit: invite }, field, choice, el("button", { class: "plain" }, "Пригласить"));
}

export function startDetails() {
  byId("details-button").addEventListener("click", () => {
    byId("details").hidden = !byId("details").hidden;
    showDetails();
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (!byId("details").hidden) byId("details-button").click();
    else if (document.body.dataset.view === "talk" && matchMedia("(max-width: 760px)").matches) chooseDialog();
  });
}
