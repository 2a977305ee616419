// SPDX-License-Identifier: Apache-2.0
import { useRef, useState } from "preact/hooks";
import { division_name, item_name, item_unit } from "../../api/catalogue";
import { act, ask, new_key, upload } from "../../api/client";
import { Problem } from "../../api/problem";
import { use_ask } from "../../api/use_ask";
import { go, query } from "../../app/address";
import { ActButton } from "../../parts/act_button";
import { amount, decimals_of, short_site } from "../../parts/amount";
import { Filters } from "../../parts/filters";
import { person } from "../../parts/person";
import { Panel, ProblemBox } from "../../parts/panel";
import { Files, PrintButton } from "../../parts/print_button";
import { Table } from "../../parts/table";
import { age, date_time } from "../../time/instant";
import { common } from "../../words/common";
import { document_state_words, head_words, kind_words, ledger_words as words, source_words, verb_words } from "../../words/ledger";
import { say } from "../../words/language";
import { is_dispatch, moves_documents, next_verbs, word_of, type PaperDocument } from "./document";
import { VerbButton } from "./verb_button";

function choices_of(table: Record<string, readonly [string, string]>) {
  return Object.entries(table).map(([value, word]) => ({ value, text: say(word) }));
}

export function document_address(document: { number: string; kind: string }): string {
  return document.kind === "allotment_order"
    ? `/dispatch/orders/${document.number}`
    : document.kind === "count"
      ? `/ledger/counts/${document.number}`
      : `/ledger/documents/${document.number}`;
}

export function Documents() {
  const asked = use_ask<{ documents: PaperDocument[] }>(
    "doc list",
    { kind: query("kind"), state: query("state"), event: query("event") },
    moves_documents,
  );
  return (
    <>
      <div class="acts">
        <Filters
          specs={[
            { name: "kind", label: say(words.kind), choices: choices_of(kind_words) },
            { name: "state", label: say(common.state), choices: choices_of(document_state_words) },
            { name: "event", label: say(words.event) },
          ]}
        />
        <a class="button" href="/ledger/new">
          {say(words.new_document)}
        </a>
      </div>
      <Panel title={say(words.documents)} asked={asked}>
        {(document) => (
          <Table
            label={say(words.documents)}
            rows={[...document.documents].reverse()}
            key_of={(row) => row.number}
            on_open={(row) => go(document_address(row))}
            empty={say(words.no_documents)}
            filter
            columns={[
              { name: say(words.number), value: (row) => row.number, show: (row) => <a href={document_address(row)}>{row.number}</a> },
              { name: say(words.kind), value: (row) => word_of(kind_words, row.kind) },
              { name: say(common.state), value: (row) => word_of(document_state_words, row.state) },
              { name: say(words.next), value: (row) => next_words(row) },
              { name: say(words.lines), number: true, value: (row) => row.lines.length },
              { name: say(words.made_by), value: (row) => person(row.made_by) },
              { name: say(words.made_at), value: (row) => row.made_at, show: (row) => `${date_time(row.made_at)}（${age(row.made_at)}）` },
            ]}
          />
        )}
      </Panel>
    </>
  );
}

function next_words(row: PaperDocument): string {
  if (is_dispatch(row.kind)) {
    return say(words.dispatch_page);
  }
  return next_verbs(row.kind, row.state)
    .filter((verb) => verb.waits)
    .map((verb) => word_of(verb_words, verb.verb))
    .join(" / ");
}

export function OneDocument({ name }: { name: string }) {
  const asked = use_ask<{ document: PaperDocument }>("doc show", { doc: name }, moves_documents);
  return (
    <Panel title={name} asked={asked} data_time={(answer) => answer.document.steps.at(-1)?.recorded_at}>
      {({ document }) => <Paper document={document} again={asked.again} />}
    </Panel>
  );
}

function Paper({ document, again }: { document: PaperDocument; again: () => void }) {
  const head = Object.entries(document.content).filter(([, value]) => value !== "" && value !== null && typeof value !== "object");
  return (
    <div class="columns">
      <div>
        <p>
          <b>{word_of(kind_words, document.kind)}</b> · {word_of(document_state_words, document.state)}
          {document.event && <> · {document.event}</>} · {person(document.made_by)} {date_time(document.made_at)}
        </p>
        <Stages document={document} />
        <div class="acts">
          {document.kind === "allotment_order" && (
            <a class="button" href={`/dispatch/orders/${document.number}`}>
              {say(words.dispatch_page)}
            </a>
          )}
          {next_verbs(document.kind, document.state).map((verb, index) => (
            <VerbButton document={document} verb={verb} primary={index === 0 && verb.waits} on_done={again} />
          ))}
          <PrintButton
            label={say(words.print_document, document.number)}
            parameters={{ doc: document.number }}
            file={`${document.number}.pdf`}
          />
        </div>
      </div>
      {head.length > 0 && (
        <div>
          <h3>{say(words.head_words)}</h3>
          <dl class="facts">
            {head.map(([name, value]) => [<dt>{word_of(head_words, name)}</dt>, <dd>{name === "source" ? word_of(source_words, String(value)) : String(value)}</dd>])}
          </dl>
        </div>
      )}
      <div>
        <h3>{say(words.goods_lines)}</h3>
        <Table
          label={say(words.goods_lines)}
          rows={document.lines}
          key_of={(row) => String(row.line)}
          empty={say(words.no_lines)}
          columns={[
            { name: say(words.line_no), number: true, value: (row) => row.line },
            { name: say(common.item), value: (row) => item_name(row.item) },
            {
              name: say(words.lot),
              value: (row) => row.lot,
              show: (row) => (row.lot ? <a href={`/ledger/lots/${encodeURIComponent(row.lot)}?item=${row.item}`}>{row.lot}</a> : "—"),
            },
            {
              name: say(common.quantity),
              number: true,
              value: (row) => row.amount,
              show: (row) => amount(row.amount, decimals_of(row.item)),
            },
            { name: say(common.unit), value: (row) => item_unit(row.item) },
            { name: say(words.owner), value: (row) => division_name(row.owner) },
            { name: say(common.from), value: (row) => (row.from ? short_site(row.from) : "—") },
            { name: say(common.to), value: (row) => (row.to ? short_site(row.to) : "—") },
            { name: say(words.condition), value: (row) => row.condition },
            { name: say(words.note), value: (row) => row.note },
          ]}
        />
      </div>
      <div>
        <h3>{say(words.stages)}</h3>
        <Table
          label={say(words.stages)}
          rows={document.steps}
          key_of={(row) => row.recorded_at + row.verb}
          empty=""
          columns={[
            { name: say(words.occurred), value: (row) => row.occurred_at, show: (row) => date_time(row.occurred_at) },
            { name: say(words.recorded), value: (row) => row.recorded_at, show: (row) => date_time(row.recorded_at) },
            { name: say(words.step), value: (row) => word_of(verb_words, row.verb) },
            { name: say(common.state), value: (row) => word_of(document_state_words, row.state) },
            { name: say(words.made_by), value: (row) => person(row.actor) },
            { name: say(words.post), value: (row) => row.post },
            { name: say(words.note), value: (row) => row.note },
          ]}
        />
      </div>
      {(document.links ?? []).length > 0 && (
        <div>
          <h3>{say(words.links)}</h3>
          <ul>
            {(document.links ?? []).map((link) => (
              <li>
                {word_of(kind_words, link.kind)}{" "}
                <a href={document_address({ number: link.document, kind: link.kind })}>{link.document}</a>{" "}
                {word_of(document_state_words, link.state)}
              </li>
            ))}
          </ul>
        </div>
      )}
      <Attachments document={document} again={again} />
    </div>
  );
}

/** Steps done, in their order, and the next one hollow. */
function Stages({ document }: { document: PaperDocument }) {
  const next = next_verbs(document.kind, document.state).find((verb) => verb.waits);
  return (
    <ol class="stages">
      {document.steps.map((step) => (
        <li class="done">
          {word_of(document_state_words, step.state)} {date_time(step.occurred_at)}
        </li>
      ))}
      {next && <li class="future">{word_of(verb_words, next.verb)}</li>}
    </ol>
  );
}

function Attachments({ document, again }: { document: PaperDocument; again: () => void }) {
  const [busy, set_busy] = useState(false);
  const [problem, set_problem] = useState<Problem | null>(null);
  const [files, set_files] = useState<[string, string][]>([]);
  const input = useRef<HTMLInputElement>(null);
  const run = (doing: Promise<unknown>) => {
    set_busy(true);
    set_problem(null);
    doing
      .catch((failure: unknown) => {
        if (failure instanceof Problem) {
          set_problem(failure);
        } else {
          throw failure;
        }
      })
      .finally(() => set_busy(false));
  };
  return (
    <div class="no-print">
      <h3>{say(words.attachments)}</h3>
      {(document.attachments ?? []).length === 0 && <p class="note">{say(words.no_attachments)}</p>}
      <ul>
        {(document.attachments ?? []).map((one) => (
          <li>
            {one.name} <span class="note">{one.mime} · {one.size.toLocaleString("en-US")} B · SHA-256 {one.sha256.slice(0, 12)}…</span>{" "}
            <button
              type="button"
              onClick={() =>
                run(
                  ask("doc fetch", { attachment: one.id, out: one.name }).then((answer) =>
                    set_files(Object.entries(answer.files)),
                  ),
                )
              }
            >
              {say(words.fetch)} {one.name}
            </button>
          </li>
        ))}
      </ul>
      <div class="acts">
        <input
          type="file"
          ref={input}
          hidden
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file) {
              run(
                upload(file, file.name)
                  .then((id) => act("doc attach", { doc: document.number, file: id }, new_key()))
                  .then(again),
              );
            }
          }}
        />
        <ActButton busy={busy} on_press={() => input.current?.click()}>
          {say(words.attach)}
        </ActButton>
        <Files files={files} />
      </div>
      {problem && <ProblemBox problem={problem} />}
    </div>
  );
}
