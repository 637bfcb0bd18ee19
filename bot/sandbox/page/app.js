// Puts the page together: reads the state of the sandbox and follows its changes.

import { get, watch } from "./api.js";
import { byId } from "./dom.js";
import { showDetails, startDetails } from "./details.js";
import { refreshNeighbours, startNeighbours } from "./neighbours.js";
import { choosePerson, refreshDialogs, showDialogs, startPeople } from "./people.js";
import { fromHash, onChoice, state } from "./state.js";
import { refreshTalk, showTalk, startTalk } from "./talk.js";

async function refresh() {
  await refreshTalk();
  showDetails();
  await Promise.all([refreshDialogs(), refreshNeighbours()]);
}

async function open() {
  const { communities, journal } = await get("/state");
  state.communities = communities;
  state.hasJournal = journal;
  startPeople();
  startTalk();
  startDetails();
  startNeighbours();
  onChoice(() => {
    byId("details").hidden = true;
    showTalk();
    showDialogs();
    refresh();
  });
  const { person, community, peer } = fromHash();
  await choosePerson(person, { community, peer });
  watch(refresh);
}

open();
