// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from "preact/hooks";
import { division_choices, division_code, division_name, find_item, item_name } from "../../api/catalogue";
import { act, new_key } from "../../api/client";
import { Problem } from "../../api/problem";
import { use_ask } from "../../api/use_ask";
import { go, query } from "../../app/address";
import { ActButton } from "../../parts/act_button";
import { Form, use_draft, type FieldSpec } from "../../parts/form";
import { Panel, ProblemBox } from "../../parts/panel";
import { Table } from "../../parts/table";
import { date_time, iso, read_typed_time } from "../../time/instant";
import { common } from "../../words/common";
import { dispatch_words as words } from "../../words/dispatch";
import { say, type Word } from "../../words/language";
import type { Call } from "./document";

export function wants_text(call: Call): string {
  return call.lines.map((line) => `${item_name(line.item)} ${line.asked?.toLocaleString("en-US") ?? "—"}`).join("，");
}

export function CallsPage() {
  const asked = use_ask<{ calls: Call[] }>("duty log", {}, (event) => event.operation.startsWith("duty"));
  return (
    <Panel title={say(words.calls)} asked={asked}>
      {(log) => (
        <Table
          label={say(words.calls)}
          rows={[...log.calls].reverse()}
          key_of={(call) => String(call.id)}
          on_open={(call) => go(`/dispatch/calls/${call.id}`)}
          empty={say(words.no_calls)}
          filter
          columns={[
            { name: "№", value: (call) => call.id, number: true },
            { name: say(common.time), value: (call) => call.at, show: (call) => date_time(call.at) },
            { name: say(words.caller), value: (call) => `${call.caller} ${call.phone}` },
            { name: say(words.place_struck), value: (call) => division_name(call.place) || "—" },
            { name: say(words.hazard), value: (call) => hazard_text(call.hazard) },
            { name: `${say(words.relocated)}（${say(words.persons)}）`, value: (call) => call.relocated, number: true },
            { name: say(words.wants), value: wants_text },
            { name: say(words.words_said), value: (call) => call.words },
          ]}
        />
      )}
    </Panel>
  );
}

/** Kinds of disaster as the commands take them. */
export const hazard_words: Record<string, Word> = {
  flood: ["洪涝", "Flood"],
  earthquake: ["地震", "Earthquake"],
  snow: ["雪灾", "Blizzard"],
  typhoon: ["台风", "Typhoon"],
  hail: ["风雹", "Wind and hail"],
  landslide: ["地质灾害", "Landslide"],
  fire: ["火灾", "Fire"],
  drought: ["干旱", "Drought"],
  other: ["其他", "Other"],
};

export function hazard_text(kind: string): string {
  const word = hazard_words[kind];
  return word ? say(word) : kind || "—";
}

const lines_words = {
  bad_line: ["第 {0} 行不懂：{1}。写 “物资 数量”", "Line {0} is not understood: {1}. Write “item amount”"],
  no_item: ["第 {0} 行：目录里没有 “{1}”", "Line {0}: “{1}” is not in the catalogue"],
} as const satisfies Record<string, Word>;

/** `棉被 2000 2500 700 500` a line, as the command takes it: QUILT=2000,2500,700,500. */
export function read_wants(text: string): { wants: string[]; fault: string } {
  const wants: string[] = [];
  const lines = text.normalize("NFKC").split(/[\n;；]+/).map((line) => line.trim()).filter((line) => line !== "");
  for (const [index, line] of lines.entries()) {
    const form = line.match(/^(.+?)[\s=]*((?:[\d,]+[\s/]*){1,4})(?:床|顶|件|条|个|张|套|箱|袋|瓶)?$/);
    if (!form?.[1] || !form[2]) {
      return { wants, fault: say(lines_words.bad_line, index + 1, line) };
    }
    const item = find_item(form[1]);
    if (!item) {
      return { wants, fault: say(lines_words.no_item, index + 1, form[1].trim()) };
    }
    const amounts = form[2].trim().split(/[\s/]+/).map((amount) => amount.replaceAll(",", ""));
    wants.push(`${item.id}=${amounts.join(",")}`);
  }
  return { wants, fault: "" };
}

/** Eight fields, in the order a caller tells them. What nobody said stays empty and is asked for later. */
export function NewCallPage() {
  const key = useRef(new_key());
  const first: Record<string, string> = { words: "", caller: "", place: "", wants: "", hazard: "", relocated: "", struck: "", tape: "", within: "6" };
  const draft = use_draft("call", { ...first, place: query("place") });
  const [busy, set_busy] = useState(false);
  const [problem, set_problem] = useState<Problem | null>(null);
  const [fault, set_fault] = useState("");
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>("input, textarea")?.focus(), []);
  const specs: FieldSpec[] = [
    { name: "caller", label: say(words.caller), required: true },
    { name: "place", label: say(words.place_struck), suggestions: division_choices.value },
    { name: "hazard", label: say(words.hazard), choices: Object.entries(hazard_words).map(([value, word]) => ({ value, text: say(word) })) },
    { name: "struck", label: say(words.struck), kind: "time" },
    { name: "relocated", label: say(words.relocated), unit: say(words.persons), kind: "number" },
    { name: "wants", label: say(words.wants), kind: "long", hint: say(words.wants_hint) },
    { name: "words", label: say(words.words_said), kind: "long" },
    { name: "tape", label: say(words.tape) },
  ];
  const send = () => {
    const { wants, fault: bad } = read_wants(draft.fields.wants ?? "");
    set_fault(bad);
    if (bad) {
      return;
    }
    const struck = read_typed_time(draft.fields.struck ?? "");
    set_busy(true);
    act<{ call: { id: number } }>(
      "duty call",
      {
        caller: draft.fields.caller,
        place: division_code(draft.fields.place ?? ""),
        hazard: draft.fields.hazard,
        struck: struck === null ? undefined : iso(struck),
        relocated: draft.fields.relocated?.replaceAll(",", ""),
        want: wants.length > 0 ? wants : undefined,
        words: draft.fields.words,
        tape: draft.fields.tape,
      },
      key.current,
    )
      .then((answer) => {
        draft.forget();
        go(`/dispatch/calls/${answer.document.call.id}`);
      })
      .catch((failure: unknown) => {
        if (!(failure instanceof Problem)) {
          throw failure;
        }
        set_problem(failure);
        if (!failure.is_offline && failure.status < 500) {
          key.current = new_key();
        }
      })
      .finally(() => set_busy(false));
  };
  return (
    <section class="panel" aria-label={say(words.new_call)} data-panel tabIndex={-1} ref={form}>
      <h2>{say(words.new_call)}</h2>
      {problem && <ProblemBox problem={problem} />}
      {fault && (
        <div class="problem" role="alert">
          {fault}
        </div>
      )}
      <Form
        label={say(words.new_call)}
        specs={specs}
        fields={draft.fields}
        on_change={draft.set}
        on_submit={send}
        kept_at={draft.kept_at}
      >
        <div class="acts">
          <ActButton primary submit busy={busy} on_press={send}>
            {say(words.note_call)} (Ctrl+Enter)
          </ActButton>
        </div>
      </Form>
    </section>
  );
}
