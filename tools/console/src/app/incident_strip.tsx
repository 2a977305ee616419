// SPDX-License-Identifier: Apache-2.0
import { use_ask } from "../api/use_ask";
import { age, date_time } from "../time/instant";
import { say, type Word } from "../words/language";
import { is_demo, me } from "./state";

const strip_words = {
  since: ["始于 {0}（{1}）", "since {0} ({1})"],
} as const satisfies Record<string, Word>;

interface IncidentRow {
  event: string;
  name: string;
  start: string;
  steps: { step: string }[];
}

/**
 * Whether the events of the whole province are this person's to see: a question that is refused each time is an
 * audit line each time.
 */
function may_ask(): boolean {
  return (
    is_demo.value ||
    (me.value?.grants ?? []).some(
      (grant) =>
        grant.role === "loss_analyst" ||
        (grant.unit === "220000" && /^(officer|desk_leader|signer_)/.test(grant.role)),
    )
  );
}

/** The open events, always in sight. It cannot be closed. */
export function IncidentStrip() {
  const asked = use_ask<{ incidents: IncidentRow[] }>(may_ask() ? "incident list" : null, {}, (event) => event.operation.startsWith("incident"));
  const open = (asked.answer?.document.incidents ?? []).filter((incident) => !incident.steps.some((step) => step.step === "end" || step.step === "ended"));
  if (open.length === 0) {
    return null;
  }
  return (
    <div class="strip incident">
      {open.map((incident) => (
        <a href={`/events/${encodeURIComponent(incident.event)}`}>
          <b>{incident.name || incident.event}</b>{" "}
          {say(strip_words.since, date_time(incident.start), age(incident.start))}
        </a>
      ))}
    </div>
  );
}
