// What the page shows now, kept in the address after the hash so that a view can be linked to.

import { post } from "./api.js";
import { notice } from "./dom.js";

export const state = {
  communities: [],
  hasJournal: false,
  person: null,
  dialogs: [],
  talk: null,
  community: null,
  peer: null,
  pendingRefs: new Set(),
  pressing: new Map(),
};

const listeners = new Set();

/** Call `listener` whenever the chosen person or dialog changes. */
export const onChoice = (listener) => listeners.add(listener);

export const dialogKey = (community, peer) => `${community}:${peer}`;

export const isCommunityDialog = (peer = state.peer) => peer < 0;

export const addressee = () => ({
  community: state.community,
  ...(isCommunityDialog() ? {} : { peer: state.peer }),
});

/** Where the chosen person acts. */
export const personPath = (act) => `/people/${state.person.id}/${act}`;

/** What the hash says: numbers or null. */
export function fromHash() {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const number = (name) => (parameters.has(name) ? Number(parameters.get(name)) : null);
  return { person: number("person"), peer: number("peer"), community: number("community") };
}

/** Choose a dialog of the present person; without arguments none. */
export function chooseDialog(community = null, peer = null) {
  state.community = community;
  state.peer = peer;
  state.talk = null;
  writeHash();
  document.body.dataset.view = peer === null ? "list" : "talk";
  listeners.forEach((listener) => listener());
}

function writeHash() {
  const parameters = new URLSearchParams();
  if (state.person) parameters.set("person", state.person.id);
  if (state.peer !== null) parameters.set("peer", state.peer);
  if (state.peer > 0 && state.community !== state.communities[0]?.id) parameters.set("community", state.community);
  history.replaceState(null, "", `#${parameters}`);
}

const DEAD_ENDS = {
  dead_link: "Ссылка больше не действует",
  removed: "Вас исключили из этого чата: по ссылке вернуться нельзя",
  already: "Вы уже в этом чате",
};

/** Open a link as the chosen person: a deep link leads to the dialog, an invitation into the chat. */
export async function follow(url) {
  const opened = await attempt(() => post(personPath("open"), { url: url.trim() }));
  if (opened?.kind === "dialog") {
    if (opened.ref_pending) state.pendingRefs.add(`${state.person.id}:${opened.community}`);
    chooseDialog(opened.community, -opened.community);
  } else if (opened?.kind === "chat") {
    notice("Вы вступили в чат");
    chooseDialog(opened.community, opened.peer);
  } else if (opened) {
    notice(`Ссылка ведёт из песочницы наружу: ${url}`);
  }
}

/** Run a request; a refusal becomes a notice and null. */
export async function attempt(request) {
  try {
    return await request();
  } catch (refusal) {
    notice(DEAD_ENDS[refusal.message] ?? refusal.message, { isError: true });
    return null;
  }
}
