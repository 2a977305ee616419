// SPDX-License-Identifier: Apache-2.0
import { use_ask } from "../../api/use_ask";
import { look_back_at, query } from "../../app/address";
import { Empty, ProblemBox, Tabs } from "../../parts/panel";
import { age, date_time, second } from "../../time/instant";
import { common } from "../../words/common";
import { say } from "../../words/language";
import { Actions } from "./actions";
import { AssessConsole } from "./assess";
import { BulletinPart } from "./bulletin";
import { Deadlines } from "./deadlines";
import type { Incident } from "./documents";
import { Figures } from "./figures";
import { Levels, ResponsesInForce } from "./levels";
import { hazard_name, is_about_incidents, state_name } from "./list";
import { NeedsPart } from "./needs";
import { plan_address } from "./names";
import { event_words } from "./words";

/** A link to another part of the same event, looking at the same instant. */
export function event_link(id: string, tab: string): string {
  const query = new URLSearchParams({ tab });
  if (look_back_at() !== "") {
    query.set("at", look_back_at());
  }
  return `/events/${encodeURIComponent(id)}?${query.toString()}`;
}

export function EventPage({ id }: { id: string }) {
  const incidents = use_ask<{ incidents: Incident[] }>("incident list", {}, is_about_incidents);
  const incident = incidents.answer?.document.incidents.find((row) => row.event === id);
  const tab = query("tab") || "figures";
  void second.value;
  if (incidents.problem && !incidents.answer) {
    return <ProblemBox problem={incidents.problem} again={incidents.again} />;
  }
  if (!incidents.answer) {
    return <p class="empty">{say(common.loading)}</p>;
  }
  if (!incident) {
    return (
      <Empty why={say(event_words.no_such_event, id)}>
        <a class="button" href="/events">
          {say(event_words.all_events)}
        </a>
      </Empty>
    );
  }
  return (
    <div class="columns">
      <div class={`page-head ${tab === "bulletin" ? "no-print" : ""}`}>
        <h1>{incident.name || incident.event}</h1>
        <span>
          {hazard_name(incident.hazard)} · {state_name(incident)} · {say(event_words.began)} {date_time(incident.start)}（{age(incident.start)}）
        </span>
        <ResponsesInForce id={id} />
        <span class="grow" />
        <a class="button no-print" href={event_link(id, "bulletin")}>
          {say(event_words.make_bulletin)}
        </a>
        <a class="button no-print" href={event_link(id, "needs")}>
          {say(event_words.make_needs)}
        </a>
        <a class="button no-print" href={plan_address(id, false)}>
          {say(event_words.make_plan)}
        </a>
      </div>
      <div class="no-print">
        <Tabs
          label={say(event_words.event_parts)}
          tabs={(["figures", "assess", "needs", "bulletin"] as const).map((name) => ({
            name: say(event_words[`tab_${name}`]),
            href: event_link(id, name),
            now: tab === name,
          }))}
        />
      </div>
      {tab === "figures" && (
        <>
          <Figures id={id} />
          <Levels id={id} />
          <Deadlines id={id} />
          <Actions id={id} />
        </>
      )}
      {tab === "assess" && <AssessConsole incident={incident} />}
      {tab === "needs" && <NeedsPart incident={incident} />}
      {tab === "bulletin" && <BulletinPart incident={incident} />}
    </div>
  );
}
