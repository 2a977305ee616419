// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { catalogue, division_name, item_name, item_unit } from "../../api/catalogue";
import { act, new_key } from "../../api/client";
import { Problem } from "../../api/problem";
import { use_ask } from "../../api/use_ask";
import { go } from "../../app/address";
import { ActButton } from "../../parts/act_button";
import { amount, decimals_of, depot_choices, short_site } from "../../parts/amount";
import { Form, use_draft } from "../../parts/form";
import { person } from "../../parts/person";
import { Panel, ProblemBox } from "../../parts/panel";
import { PrintButton } from "../../parts/print_button";
import { Table } from "../../parts/table";
import { age, date_time, iso, read_typed_time, server_now } from "../../time/instant";
import { common } from "../../words/common";
import { document_state_words, ledger_words as words } from "../../words/ledger";
import { say } from "../../words/language";
import { moves_documents, next_verbs, word_of, type CountDocument, type PaperDocument } from "./document";
import { VerbButton } from "./verb_button";

export function Counts({ name }: { name: string }) {
  return name ? <OneCount name={name} /> : <AllCounts />;
}

function AllCounts() {
  const asked = use_ask<{ documents: PaperDocument[] }>("doc list", { kind: "count" }, moves_documents);
  return (
    <div class="columns">
      <OpenCount />
      <Panel title={say(words.counts)} asked={asked}>
        {(document) => (
          <Table
            label={say(words.counts)}
            rows={[...document.documents].reverse()}
            key_of={(row) => row.number}
            on_open={(row) => go(`/ledger/counts/${row.number}`)}
            empty={say(words.no_counts)}
            columns={[
              { name: say(words.number), value: (row) => row.number, show: (row) => <a href={`/ledger/counts/${row.number}`}>{row.number}</a> },
              { name: say(common.depot), value: (row) => short_site(site_of(row)) },
              { name: say(common.state), value: (row) => word_of(document_state_words, row.state) },
              { name: say(words.made_by), value: (row) => person(row.made_by) },
              { name: say(words.made_at), value: (row) => row.made_at, show: (row) => `${date_time(row.made_at)}（${age(row.made_at)}）` },
            ]}
          />
        )}
      </Panel>
    </div>
  );
}

function site_of(document: PaperDocument): string {
  const head = document.content as { site?: string; words?: { site?: string } };
  return head.words?.site ?? head.site ?? "—";
}

function use_doing() {
  const [busy, set_busy] = useState(false);
  const [problem, set_problem] = useState<Problem | null>(null);
  const run = (doing: () => Promise<unknown>) => {
    set_busy(true);
    set_problem(null);
    doing()
      .catch((failure: unknown) => {
        if (failure instanceof Problem) {
          set_problem(failure);
        } else {
          throw failure;
        }
      })
      .finally(() => set_busy(false));
  };
  return { busy, problem, run };
}

function OpenCount() {
  const draft = use_draft("ledger.count", {});
  const { busy, problem, run } = use_doing();
  const open = () =>
    run(() =>
      act<CountDocument>(
        "count open",
        { site: draft.fields.site, item: draft.fields.item ? [draft.fields.item] : undefined, blind: draft.fields.blind === "yes" },
        new_key(),
      ).then((answer) => {
        draft.forget();
        go(`/ledger/counts/${answer.document.document.number}`);
      }),
    );
  return (
    <section class="panel" data-panel tabIndex={-1} aria-label={say(words.open_count)}>
      <h2>{say(words.open_count)}</h2>
      <Form
        label={say(words.open_count)}
        fields={draft.fields}
        on_change={draft.set}
        on_submit={open}
        specs={[
          { name: "site", label: say(common.depot), required: true, choices: depot_choices() },
          {
            name: "item",
            label: say(words.only_item),
            choices: (catalogue.value?.items ?? []).map((one) => ({ value: one.id, text: item_name(one.id) })),
          },
          { name: "blind", label: say(words.blind), choices: [{ value: "yes", text: say(words.blind) }] },
        ]}
      >
        {problem && <ProblemBox problem={problem} />}
        <div class="acts">
          <ActButton primary submit busy={busy} on_press={open}>
            {say(words.open_count)} {draft.fields.site ? short_site(draft.fields.site) : ""}
          </ActButton>
        </div>
      </Form>
    </section>
  );
}

function OneCount({ name }: { name: string }) {
  const asked = use_ask<CountDocument>("count show", { doc: name }, moves_documents);
  return (
    <Panel title={`${say(words.counts)} ${name}`} asked={asked} data_time={(one) => one.document.steps.at(-1)?.recorded_at}>
      {(count) => <Count count={count} again={asked.again} />}
    </Panel>
  );
}

function key_of(row: CountDocument["sheet"][number]): string {
  return `${row.item}|${row.lot}|${row.owner}|${row.condition}`;
}

function Count({ count, again }: { count: CountDocument; again: () => void }) {
  const { document } = count;
  const draft = use_draft(`ledger.count.${document.number}`, {});
  const { busy, problem, run } = use_doing();
  const filled = count.sheet.filter((row) => (draft.fields[key_of(row)] ?? "").trim() !== "");
  const faulty = filled.filter((row) => !/^\d+(\.\d+)?$/.test((draft.fields[key_of(row)] ?? "").replaceAll(",", "")));
  const at_ms = read_typed_time(draft.fields.at ?? "") ?? server_now();
  const send = () =>
    run(() =>
      act(
        "count line",
        {
          doc: document.number,
          line: filled.map((row) => {
            const counted = (draft.fields[key_of(row)] ?? "").replaceAll(",", "");
            return `item=${row.item},lot=${row.lot},owner=${row.owner},condition=${row.condition},counted=${counted},at=${iso(at_ms)}`;
          }),
        },
        new_key(),
        document.steps.length,
      ).then(() => {
        draft.forget();
        again();
      }),
    );
  return (
    <div class="columns">
      <div>
        <p>
          {short_site(site_of(document))} · {word_of(document_state_words, document.state)} · {person(document.made_by)}{" "}
          {date_time(document.made_at)}
        </p>
        <div class="acts">
          {next_verbs(document.kind, document.state).map((verb) => (
            <VerbButton document={document} verb={verb} on_done={again} />
          ))}
          <PrintButton label={say(words.print_document, document.number)} parameters={{ doc: document.number }} file={`${document.number}.pdf`} />
        </div>
      </div>
      {document.state === "open" ? (
        <div>
          <h3>{say(words.sheet)}</h3>
          <Table
            label={say(words.sheet)}
            rows={count.sheet}
            key_of={key_of}
            empty={say(words.no_stock)}
            height={360}
            columns={[
              { name: say(common.item), value: (row) => item_name(row.item) },
              { name: say(words.lot), value: (row) => row.lot },
              { name: say(words.owner), value: (row) => division_name(row.owner) },
              { name: say(words.condition), value: (row) => row.condition },
              { name: say(words.expires), value: (row) => row.expires },
              {
                name: say(words.book),
                number: true,
                value: (row) => row.book,
                show: (row) => (row.book === null ? say(words.blind_sheet) : amount(row.book, decimals_of(row.item))),
              },
              {
                name: say(words.counted),
                number: true,
                value: () => 0,
                show: (row) => (
                  <input
                    type="text"
                    size={8}
                    inputMode="decimal"
                    aria-label={`${say(words.counted)} ${item_name(row.item)} ${row.lot}`}
                    aria-invalid={faulty.includes(row) ? "true" : undefined}
                    value={draft.fields[key_of(row)] ?? ""}
                    onInput={(event) => draft.set({ [key_of(row)]: event.currentTarget.value })}
                  />
                ),
              },
              { name: say(common.unit), value: (row) => item_unit(row.item) },
            ]}
          />
          {problem && <ProblemBox problem={problem} />}
          <div class="acts">
            <span class="filter">
              <label for="counted-at">{say(words.counted_at)}</label>
              <input
                id="counted-at"
                type="text"
                size={12}
                placeholder="0715 1200"
                value={draft.fields.at ?? ""}
                onInput={(event) => draft.set({ at: event.currentTarget.value })}
              />
            </span>
            <ActButton
              primary
              busy={busy}
              on_press={send}
              off={filled.length === 0 ? say(words.nothing_counted) : faulty.length > 0 ? say(words.counted_wrong, faulty.length) : ""}
            >
              {say(words.book_lines, filled.length)}
            </ActButton>
            {draft.kept_at && <span class="note">{say(common.draft_kept, draft.kept_at)}</span>}
          </div>
        </div>
      ) : (
        <p class="note">{say(words.sheet_closed)}</p>
      )}
      <Differences count={count} />
    </div>
  );
}

interface Difference {
  site?: string;
  item?: string;
  lot?: string;
  counted?: number;
  book?: number;
  difference?: number;
  counted_at?: string;
}

function Differences({ count }: { count: CountDocument }) {
  const rows = count.differences as Difference[];
  return (
    <div>
      <h3>{say(words.differences)}</h3>
      <Table
        label={say(words.differences)}
        rows={rows}
        key_of={(row) => `${row.item} ${row.lot} ${row.counted_at}`}
        row_class={(row) => ((row.difference ?? 0) < 0 ? "bad" : "")}
        empty={say(words.no_differences)}
        columns={[
          { name: say(common.item), value: (row) => item_name(row.item ?? "") },
          { name: say(words.lot), value: (row) => row.lot ?? "" },
          { name: say(words.counted_at), value: (row) => row.counted_at ?? null, show: (row) => date_time(row.counted_at) },
          { name: say(words.book), number: true, value: (row) => row.book ?? null, show: (row) => amount(row.book, decimals_of(row.item ?? "")) },
          { name: say(words.counted), number: true, value: (row) => row.counted ?? null, show: (row) => amount(row.counted, decimals_of(row.item ?? "")) },
          {
            name: say(words.difference),
            number: true,
            value: (row) => row.difference ?? null,
            show: (row) => `${(row.difference ?? 0) < 0 ? "▲ " : ""}${amount(row.difference, decimals_of(row.item ?? ""))}`,
          },
          { name: say(common.unit), value: (row) => item_unit(row.item ?? "") },
        ]}
      />
    </div>
  );
}
