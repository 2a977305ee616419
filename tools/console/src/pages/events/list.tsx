// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { use_ask } from "../../api/use_ask";
import { go } from "../../app/address";
import type { JournalEvent } from "../../app/live";
import { ActButton } from "../../parts/act_button";
import { Panel } from "../../parts/panel";
import { SignDialog } from "../../parts/sign_dialog";
import { Table, type Column } from "../../parts/table";
import { age, date_time } from "../../time/instant";
import { common } from "../../words/common";
import { language, say } from "../../words/language";
import type { Incident, Scenarios } from "./documents";
import { event_words, hazard_words } from "./words";

export function hazard_name(hazard: string): string {
  const word = hazard_words[hazard];
  return word ? say(word) : hazard;
}

/** "open", "stable" or "ended", by the steps of the books. */
export function state_of(incident: Incident): "open" | "stable" | "ended" {
  if (incident.steps.some((step) => step.step === "end" || step.step === "ended")) {
    return "ended";
  }
  const last = incident.steps.filter((step) => step.step === "stable" || step.step === "reopen").at(-1);
  return last?.step === "stable" ? "stable" : "open";
}

export function state_name(incident: Incident): string {
  const state = state_of(incident);
  return say(state === "ended" ? event_words.state_ended : state === "stable" ? event_words.state_stable : event_words.state_open);
}

export const is_about_incidents = (event: JournalEvent) => event.operation.startsWith("incident");

const columns = (): Column<Incident>[] => [
  {
    name: say(event_words.name),
    value: (row) => row.name || row.event,
    show: (row) => <a href={`/events/${encodeURIComponent(row.event)}`}>{row.name || row.event}</a>,
  },
  { name: say(event_words.hazard), value: (row) => hazard_name(row.hazard) },
  { name: say(event_words.began), value: (row) => row.start, show: (row) => `${date_time(row.start)}（${age(row.start)}）` },
  { name: say(event_words.opened), value: (row) => row.opened_at, show: (row) => `${date_time(row.opened_at)} ${row.officer}` },
  { name: say(event_words.units_reporting), value: (row) => new Set(row.steps.filter((step) => step.step === "unit").map((step) => step.unit)).size, number: true },
  { name: say(common.state), value: (row) => state_name(row) },
];

export function EventList() {
  const incidents = use_ask<{ incidents: Incident[] }>("incident list", {}, is_about_incidents);
  const scenarios = use_ask<Scenarios>("scenario list");
  const [opening, set_opening] = useState("");
  const known = new Set((incidents.answer?.document.incidents ?? []).map((row) => row.event));
  const unopened = (scenarios.answer?.document.scenarios ?? []).filter((row) => !known.has(row.id));
  return (
    <div class="columns">
      <div class="page-head">
        <h1>{say(event_words.events)}</h1>
      </div>
      <Panel title={say(event_words.all_events)} asked={incidents}>
        {(document) => (
          <Table
            key={language.value}
            label={say(event_words.events)}
            rows={document.incidents}
            columns={columns()}
            key_of={(row) => row.event}
            empty={say(event_words.no_events)}
            on_open={(row) => go(`/events/${encodeURIComponent(row.event)}`)}
          />
        )}
      </Panel>
      {unopened.length > 0 && (
        <Panel title={say(event_words.open_event)} asked={scenarios}>
          {() => (
            <Table
              key={language.value}
              label={say(event_words.open_event)}
              rows={unopened}
              columns={[
                { name: say(event_words.name), value: (row) => row.name },
                { name: say(event_words.hazard), value: (row) => hazard_name(row.hazard) },
                { name: say(event_words.began), value: (row) => row.start, show: (row) => date_time(row.start) },
                {
                  name: say(event_words.open_event),
                  value: (row) => row.id,
                  show: (row) => <ActButton on_press={() => set_opening(row.id)}>{say(event_words.open_one, row.id)}</ActButton>,
                },
              ]}
              key_of={(row) => row.id}
              empty={say(event_words.no_events)}
            />
          )}
        </Panel>
      )}
      {opening && (
        <SignDialog
          sign={{
            title: say(event_words.open_event),
            verb: say(event_words.open_one, opening),
            what: unopened.find((row) => row.id === opening)?.name ?? opening,
                        operation: "incident open",
            parameters: { scenario: opening },
          }}
          on_done={() => {
            set_opening("");
            incidents.again();
          }}
          on_close={() => set_opening("")}
        />
      )}
    </div>
  );
}
