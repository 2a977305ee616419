// SPDX-License-Identifier: Apache-2.0
import { use_ask } from "../api/use_ask";
import { age, date_time } from "../time/instant";
import { say, type Word } from "../words/language";

const strip_words = {
  since: ["始于 {0}（{1}）", "since {0} ({1})"],
} as const satisfies Record<string, Word>;

interface IncidentRow {
  id: string;
  name: string;
  state: string;
  opened_at?: string;
  began_at?: string;
}

/** The open events, always in sight. It cannot be closed. */
export function IncidentStrip() {
  const asked = use_ask<{ incidents: IncidentRow[] }>("incident list", {}, (event) => event.operation.startsWith("incident"));
  const open = (asked.answer?.document.incidents ?? []).filter((incident) => incident.state !== "ended");
  if (open.length === 0) {
    return null;
  }
  return (
    <div class="strip incident">
      {open.map((incident) => (
        <a href={`/events/${encodeURIComponent(incident.id)}`}>
          <b>{incident.name || incident.id}</b>{" "}
          {(incident.began_at ?? incident.opened_at) && say(strip_words.since, date_time(incident.began_at ?? incident.opened_at), age(incident.began_at ?? incident.opened_at ?? ""))}
        </a>
      ))}
    </div>
  );
}
