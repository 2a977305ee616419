// SPDX-License-Identifier: Apache-2.0
// One call: what was said, who can give it by when, and the orders drafted of it.
import { useEffect, useRef, useState } from "preact/hooks";
import { division_name, item_name, item_unit, name_of, site_name } from "../../api/catalogue";
import { act, ask, new_key } from "../../api/client";
import { Problem } from "../../api/problem";
import { use_ask } from "../../api/use_ask";
import { go, query, set_query } from "../../app/address";
import { ActButton } from "../../parts/act_button";
import { number } from "../../parts/marks";
import { Panel, ProblemBox } from "../../parts/panel";
import { Table } from "../../parts/table";
import { date_time } from "../../time/instant";
import { common } from "../../words/common";
import { dispatch_words as words } from "../../words/dispatch";
import { find_words } from "../../words/find";
import { say, type Word } from "../../words/language";
import type { FindDocument, Take } from "../find/document";
import { hazard_text } from "./calls";
import type { Call } from "./document";

/** Fields nobody said (relief.duty/1 not_said). */
const field_words: Record<string, Word> = {
  struck_at: words.struck,
  place: words.place_struck,
  hazard: words.hazard,
  relocated: words.relocated,
  lines: ["物资和数量", "items and amounts"],
  needed: ["需要数量", "amount needed"],
  own_stock: ["本级库存", "own total stock"],
  own_used: ["本级已用", "own already used"],
};

export function CallPage({ id }: { id: string }) {
  const asked = use_ask<{ calls: Call[] }>("duty log", {}, (event) => event.operation.startsWith("duty"));
  return (
    <Panel title={say(words.call_no, id)} asked={asked}>
      {(log) => {
        const call = log.calls.find((one) => String(one.id) === id);
        return call ? <CallBody call={call} /> : <p class="empty">{say(words.no_calls)}</p>;
      }}
    </Panel>
  );
}

function CallBody({ call }: { call: Call }) {
  return (
    <>
      <p>
        {date_time(call.at)} · {call.caller} {call.phone} · {division_name(call.place) || "—"} · {hazard_text(call.hazard)} ·{" "}
        {say(words.relocated)} {number(call.relocated)} · {say(words.tape)} {call.tape || "—"}
      </p>
      {call.words && <blockquote class="note">“{call.words}”</blockquote>}
      {call.not_said.length > 0 && (
        <p>
          <span class="mark soon">
            {say(words.not_said, call.not_said.map((field) => (field_words[field] ? say(field_words[field]) : field)).join("、"))}
          </span>
        </p>
      )}
      {call.place && call.lines.some((line) => line.asked) ? <Givers call={call} /> : <p class="empty">{say(words.needs_fields)}</p>}
    </>
  );
}

interface Found {
  item: string;
  asked: number;
  document: FindDocument;
}

/** Looks for each of its goods, and drafts one order a depot with all that this depot gives. */
function Givers({ call }: { call: Call }) {
  const hours = query("within") || "6";
  const [found, set_found] = useState<Found[] | null>(null);
  const [problem, set_problem] = useState<Problem | null>(null);
  const [busy, set_busy] = useState(false);
  const key = useRef(new_key());
  useEffect(() => {
    const stop = new AbortController();
    const wanted = call.lines.filter((line) => (line.asked ?? 0) > 0);
    Promise.all(
      wanted.map(async (line) => ({
        item: line.item,
        asked: line.asked ?? 0,
        document: (
          await ask<FindDocument>("find", { item: line.item, n: line.asked, to: call.place, within: `${hours}h`, response: query("response") }, stop.signal)
        ).document,
      })),
    )
      .then(set_found)
      .catch((failure: unknown) => {
        if (failure instanceof Problem) {
          set_problem(failure);
        }
      });
    return () => stop.abort();
  }, [call.id, hours, query("response")]);
  if (problem && !found) {
    return <ProblemBox problem={problem} />;
  }
  if (!found) {
    return <p class="empty">{say(common.loading)}</p>;
  }
  const rows = found.flatMap(({ item, document }) =>
    [...document.now, ...document.later].map((take) => ({ item, take, unit: document.unit })),
  );
  const depots = [...new Set(rows.map((row) => row.take.site))];
  const draft = async () => {
    set_busy(true);
    set_problem(null);
    try {
      const numbers: string[] = [];
      for (const depot of depots) {
        const lines = rows.filter((row) => row.take.site === depot).map((row) => `${row.item}=${row.take.quantity}`);
        const answer = await act<{ number: string }>(
          "order new",
          { from: depot, to: call.place, line: lines, "from-call": String(call.id), hold: true, response: ["", "I", "II", "III", "IV"][Number(query("response") || 0)] },
          `${key.current}-${depot}`,
        );
        numbers.push(answer.document.number);
      }
      const [only] = numbers;
      go(numbers.length === 1 && only ? `/dispatch/orders/${encodeURIComponent(only)}` : `/dispatch/orders?call=${call.id}`);
    } catch (failure) {
      if (!(failure instanceof Problem)) {
        throw failure;
      }
      set_problem(failure);
    } finally {
      set_busy(false);
    }
  };
  return (
    <>
      <div class="acts">
        <label for="within">{say(words.within)}</label>
        <input id="within" size={3} inputMode="numeric" defaultValue={hours} onChange={(event) => set_query({ within: event.currentTarget.value.replace(/\D/g, "") })} />
        <span>{say(words.hours)}</span>
        <label for="response">{say(find_words.response)}</label>
        <select id="response" value={query("response")} onChange={(event) => set_query({ response: event.currentTarget.value })}>
          <option value="">{say(find_words.none)}</option>
          {["I", "II", "III", "IV"].map((level, index) => (
            <option value={String(index + 1)}>{level}</option>
          ))}
        </select>
      </div>
      <ul>
        {found.map(({ item, asked, document }) => (
          <li>
            {item_name(item)}：{say(words.asked)} {number(asked)} {document.unit} →{" "}
            {say(find_words.sentence_in_time, hours, number(document.in_time), document.unit)}
            {document.late > 0 && say(find_words.sentence_late, number(document.late), document.unit, document.rest_by ? date_time(document.rest_by) : "—")}
            {document.missing > 0 && <span class="mark late">▲ {say(find_words.sentence_never)} {number(document.missing)}</span>}
          </li>
        ))}
      </ul>
      <Table
        label={say(words.give)}
        rows={rows}
        key_of={({ item, take }) => `${item}-${take.site}-${take.depart}`}
        empty="—"
        columns={giver_columns()}
      />
      {problem && <ProblemBox problem={problem} />}
      <div class="acts">
        <ActButton primary busy={busy} on_press={() => void draft()} off={depots.length === 0 ? say(words.no_orders) : ""}>
          {say(words.draft_and_hold, depots.length)}
        </ActButton>
      </div>
    </>
  );
}

function giver_columns() {
  return [
    { name: say(common.depot), value: ({ take }: { take: Take }) => site_name(take.site) },
    { name: say(common.item), value: ({ item }: { item: string }) => item_name(item) },
    { name: say(find_words.gives), value: ({ take }: { take: Take }) => take.quantity, number: true },
    { name: say(common.unit), value: ({ item }: { item: string }) => item_unit(item) },
    {
      name: say(find_words.arrives),
      value: ({ take }: { take: Take }) => take.arrive?.likely ?? "",
      show: ({ take }: { take: Take }) =>
        [take.arrive?.low, take.arrive?.likely, take.arrive?.high].map((at) => date_time(at).slice(-5)).join(" / "),
    },
    { name: say(find_words.lorries), value: ({ take }: { take: Take }) => take.trucks.map((truck) => `${name_of("vehicle_classes", truck.vehicle_class)}×${truck.trips}`).join(" ") },
    { name: say(find_words.call), value: ({ take }: { take: Take }) => name_of("organisations", take.phone.org) },
  ];
}
