// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from "preact/hooks";
import { item_name } from "../../api/catalogue";
import { upload, work, type Answer, type JobDocument, type Parameters, type Work } from "../../api/client";
import { Problem } from "../../api/problem";
import { on_key } from "../../app/keys";
import { person } from "../../parts/person";
import { ActButton } from "../../parts/act_button";
import { depot_choices, short_site } from "../../parts/amount";
import { Field, type Fields, type FieldSpec } from "../../parts/form";
import { number } from "../../parts/marks";
import { ProblemBox } from "../../parts/panel";
import { SignDialog } from "../../parts/sign_dialog";
import { Table } from "../../parts/table";
import { date_time, iso, read_typed_time } from "../../time/instant";
import { common } from "../../words/common";
import { field_words, import_words as words, row_status_words } from "../../words/imports";
import { language, say } from "../../words/language";
import { ledger_words } from "../../words/ledger";
import { word_of } from "./document";
import { ColumnEditor } from "./import_columns";
import { ReverseImport } from "./import_reversal";

export interface ImportDocument {
  kind: string;
  site: string;
  at: string;
  format: string;
  encoding: string;
  other_extension: boolean;
  sheet: string;
  other_sheets: string[];
  header_line: number;
  read: number;
  accepted: number;
  held: number;
  refused: number;
  posted: {
    batch: number;
    repeated: boolean;
    reversed: boolean;
    at: string;
    recorded_at: string;
    actor: string;
    accepted: number;
    movements: number[];
    documents: string[];
  } | null;
  columns: { column: string; title: string; field: string }[];
  by_unit: Record<string, string>;
  totals: { line: number; sheet: string; accepted: string; difference: string }[];
  rows: ImportRow[];
}
interface ImportRow {
  line: number;
  status: "accepted" | "held" | "refused";
  site: string;
  item: string;
  lot: string;
  quantity: string;
  unit: string;
  book?: string | null;
  reasons: { code: string; column: string | null; found: string; expected: string; zh: string; en: string }[];
}

/** Red first, then what waits, then what is taken; within each as in the sheet. */
const weight = { refused: 0, held: 1, accepted: 2 };

function base_name(name: string): string {
  return name.replace(/\.[^.]*$/, "");
}

/** The parameters of a trial or of posting; `file` is the upload's id. */
function parameters_of(file: string, fields: Fields, columns: Record<string, string>): Parameters {
  const at = read_typed_time(fields.at ?? "");
  return {
    file,
    as: fields.as ?? "count",
    site: fields.site,
    at: at === null ? undefined : iso(at),
    sheet: fields.sheet,
    "date-order": fields.date_order,
    quantity: fields.quantity,
    pack: (fields.pack ?? "").split(/\s+/).filter((part) => part),
    column: [
      ...Object.entries(columns).map(([title, field]) => `${title}=${field}`),
      ...(fields.columns ?? "").split("\n").map((line) => line.trim()).filter((line) => line),
    ],
  };
}

/** A sheet from a depot or a county: tried at once, red rows first, returned with reasons or posted whole. */
export function Imports() {
  const [file, set_file] = useState<File | null>(null);
  const [fields, set_fields] = useState<Fields>({ as: "count" });
  const [columns, set_columns] = useState<Record<string, string>>({});
  const [job, set_job] = useState<JobDocument | null>(null);
  const [busy, set_busy] = useState(false);
  const [problem, set_problem] = useState<Problem | null>(null);
  const [trial, set_trial] = useState<Answer<ImportDocument> | null>(null);
  const [upload_id, set_upload_id] = useState("");
  const [over, set_over] = useState(false);
  const running = useRef<Work<ImportDocument> | null>(null);
  const input = useRef<HTMLInputElement>(null);

  const read = async (chosen: File, given: Fields, mapping: Record<string, string>) => {
    running.current?.stop();
    set_busy(true);
    set_problem(null);
    set_job(null);
    try {
      const id = await upload(chosen, chosen.name);
      set_upload_id(id);
      const begun = work<ImportDocument>(
        "import",
        { ...parameters_of(id, given, mapping), "all-rows": true, back: `退回-${base_name(chosen.name)}.xlsx` },
        set_job,
      );
      running.current = begun;
      set_trial(await begun.answer);
    } catch (failure) {
      if (failure instanceof Problem) {
        set_trial(null);
        set_problem(failure);
      } else {
        throw failure;
      }
    } finally {
      set_busy(false);
    }
  };
  const take = (chosen: File | undefined) => {
    if (chosen) {
      set_file(chosen);
      set_columns({});
      set_trial(null);
      void read(chosen, fields, {});
    }
  };
  const change = (changes: Fields) => {
    const next = { ...fields, ...changes };
    set_fields(next);
    // A choice is read at once; what is typed waits for the button.
    if (file && ("as" in changes || "site" in changes || "sheet" in changes || "date_order" in changes || "quantity" in changes)) {
      void read(file, next, columns);
    }
  };
  const specs: FieldSpec[] = [
    {
      name: "as",
      label: say(words.what_for),
      required: true,
      choices: (["count", "receipt", "opening"] as const).map((value) => ({ value, text: say(words[value]) })),
    },
    { name: "site", label: say(common.depot), choices: depot_choices(), hint: say(words.site_hint) },
    { name: "at", label: say(words.counted_at), kind: "time", hint: "0715 1600" },
  ];
  return (
    <div class="columns">
      <section class="panel" data-panel tabIndex={-1} aria-label={say(ledger_words.imports)}>
        <header>
          <h2>{say(ledger_words.imports)}</h2>
        </header>
        <div class="import-top">
          <div
            class={`drop ${over ? "over" : ""}`}
            onDragOver={(event) => {
              event.preventDefault();
              set_over(true);
            }}
            onDragLeave={() => set_over(false)}
            onDrop={(event) => {
              event.preventDefault();
              set_over(false);
              take(event.dataTransfer?.files[0]);
            }}
          >
            <p>{file ? <b>{file.name}</b> : say(words.drop)}</p>
            <input
              ref={input}
              type="file"
              hidden
              accept=".csv,.xlsx,.xls"
              onChange={(event) => {
                take(event.currentTarget.files?.[0]);
                event.currentTarget.value = "";
              }}
            />
            <button type="button" onClick={() => input.current?.click()}>
              {say(file ? words.another : words.choose)}
            </button>
          </div>
          <div class="fields grow">
            {specs.map((spec) => (
              <Field
                spec={spec}
                id={`import-${spec.name}`}
                value={fields[spec.name] ?? ""}
                fault=""
                on_change={(value) => change({ [spec.name]: value })}
                on_leave={() => {}}
              />
            ))}
          </div>
        </div>
        {busy && (
          <div role="status">
            <p class="note">
              {say(words.reading, file?.name ?? "")} {job?.step} {job ? `${Math.round(job.share * 100)} %` : ""}{" "}
              <button type="button" onClick={() => running.current?.stop()}>
                {say(common.cancel_work)}
              </button>
            </p>
            <div class="progress">
              <div style={{ width: `${Math.round((job?.share ?? 0.05) * 100)}%` }} />
            </div>
          </div>
        )}
        {problem && <ProblemBox problem={problem} {...(file ? { again: () => void read(file, fields, columns) } : {})} />}
        {problem && file && (
          <ColumnEditor
            document={null}
            fields={fields}
            columns={columns}
            on_fields={change}
            on_columns={set_columns}
            on_read={() => void read(file, fields, columns)}
          />
        )}
        {!file && <p class="empty">{say(words.no_file)}</p>}
        {!file && <ReverseImport />}
      </section>
      {trial && file && (
        <Trial
          trial={trial}
          file={file.name}
          parameters={parameters_of(upload_id, fields, columns)}
          editor={
            <ColumnEditor
              document={trial.document}
              fields={fields}
              columns={columns}
              on_fields={change}
              on_columns={set_columns}
              on_read={() => void read(file, fields, columns)}
            />
          }
          on_posted={set_trial}
        />
      )}
    </div>
  );
}

interface TrialProps {
  trial: Answer<ImportDocument>;
  file: string;
  parameters: Parameters;
  editor: preact.ComponentChildren;
  on_posted: (answer: Answer<ImportDocument>) => void;
}

function Trial({ trial, file, parameters, editor, on_posted }: TrialProps) {
  const [red_only, set_red_only] = useState(false);
  const [mapping, set_mapping] = useState(false);
  const [signing, set_signing] = useState(false);
  useEffect(() => on_key("KeyR", () => set_red_only((now) => !now)), []);
  const { document } = trial;
  const rows = [...document.rows]
    .filter((row) => !red_only || row.status !== "accepted")
    .sort((a, b) => weight[a.status] - weight[b.status] || a.line - b.line);
  const back = Object.entries(trial.files);
  const count = say(words[document.kind === "count" ? "count" : document.kind === "receipt" ? "receipt" : "opening"]);
  return (
    <section class="panel" data-panel tabIndex={-1} aria-label={file}>
      <header>
        <h2>
          {file} · {count}
        </h2>
        <span>
          {document.format} {document.encoding} {document.sheet} · {say(words.header_line, document.header_line)} ·{" "}
          {say(words.read_rows, number(document.read))}
        </span>
        <span>
          {say(words.accepted)} <b>{number(document.accepted)}</b> · {say(words.held_back)} <b>{number(document.held)}</b> ·{" "}
          {say(words.refused)} <b>{number(document.refused)}</b>
        </span>
        {!document.posted && <span class="mark soon">{say(words.dry_run)}</span>}
      </header>
      {document.other_extension && <p class="note">{say(words.other_extension)}</p>}
      {document.posted && <Posted document={document} />}
      <p>
        {say(words.columns)}:{" "}
        {document.columns
          .map((column) => `${column.column} ${column.title} → ${word_of(field_words, column.field)}`)
          .join(" · ")}{" "}
        <button type="button" aria-expanded={mapping} onClick={() => set_mapping(!mapping)}>
          {say(words.change_columns)}
        </button>
      </p>
      {mapping && editor}
      <p class="note">
        {say(words.accepted_sums)}: {Object.entries(document.by_unit).map(([unit, quantity]) => `${quantity} ${unit}`).join("，") || "—"}
        {document.totals.map(
          (total) => ` · ${say(words.total_line, total.line, total.sheet, total.accepted, total.difference)}`,
        )}
      </p>
      <div class="acts">
        <button type="button" aria-pressed={red_only} onClick={() => set_red_only(!red_only)}>
          {say(red_only ? words.all_rows : words.red_only)}
        </button>
        {back.length > 0 && document.held + document.refused > 0 ? (
          back.map(([name, address]) => (
            <a class="button" href={address} download={name}>
              {say(words.return_it)}: {name}
            </a>
          ))
        ) : (
          <span class="note">{say(words.no_back)}</span>
        )}
        <ActButton
          primary
          on_press={() => set_signing(true)}
          off={document.posted ? say(words.posted, document.posted.batch, document.posted.movements.length) : document.accepted === 0 ? say(words.nothing_to_post) : ""}
        >
          {say(words.post, number(document.accepted))}
        </ActButton>
        <span class="note">{say(words.all_or_nothing)}</span>
      </div>
      <Table
        label={file}
        rows={rows}
        key_of={(row) => String(row.line)}
        row_class={(row) => (row.status === "accepted" ? "" : "bad")}
        empty={say(words.no_rows)}
        height={rows.length > 12 ? 360 : undefined}
        filter
        columns={row_columns(document.kind === "count")}
      />
      {signing && (
        <SignDialog
          sign={{
            title: say(words.post_title, file, number(document.accepted)),
            verb: say(words.post, number(document.accepted)),
            what: `${file} · ${count}`,
            how_many: `${number(document.accepted)} / ${number(document.read)} · ${Object.entries(document.by_unit)
              .map(([unit, quantity]) => `${quantity} ${unit}`)
              .join("，")}`,
            from_to: document.site ? short_site(document.site) : undefined,
            rule: say(words.rule),
            at_once: say(document.kind === "count" ? words.count_at_once : words.at_once),
            operation: "import",
            parameters: { ...parameters, post: true, "all-rows": true, back: `退回-${base_name(file)}.xlsx` },
          }}
          on_done={(answer) => {
            set_signing(false);
            on_posted(answer as Answer<ImportDocument>);
          }}
          on_close={() => set_signing(false)}
        />
      )}
    </section>
  );
}

function Posted({ document }: { document: ImportDocument }) {
  const posted = document.posted;
  if (!posted) {
    return null;
  }
  return (
    <div role="status" class="done-box">
      <p>
        {posted.reversed
          ? say(words.posted_reversed, posted.batch)
          : posted.repeated
            ? say(words.posted_before, date_time(posted.recorded_at), person(posted.actor), posted.batch)
            : say(words.posted, posted.batch, posted.movements.length)}
      </p>
      {posted.documents.length > 0 && (
        <p>
          {say(words.count_documents)}:{" "}
          {posted.documents.map((name) => (
            <a href={`/ledger/counts/${name}`}>{name} </a>
          ))}
        </p>
      )}
      {!posted.reversed && <ReverseImport batch={posted.batch} />}
    </div>
  );
}

function row_columns(is_count: boolean) {
  const said = (row: ImportRow) =>
    row.reasons.map((reason) => (language.value === "zh" ? reason.zh : reason.en)).join("；");
  return [
    { name: say(words.row), number: true, value: (row: ImportRow) => row.line },
    {
      name: say(words.result),
      value: (row: ImportRow) => word_of(row_status_words, row.status),
      show: (row: ImportRow) => (
        <span class={`mark ${row.status === "refused" ? "late" : row.status === "held" ? "soon" : "plain"}`}>
          {row.status === "refused" ? "▌" : ""}
          {word_of(row_status_words, row.status)}
        </span>
      ),
    },
    { name: say(common.depot), value: (row: ImportRow) => (row.site ? short_site(row.site) : null) },
    { name: say(common.item), value: (row: ImportRow) => (row.item ? item_name(row.item) : null) },
    { name: say(ledger_words.lot), value: (row: ImportRow) => row.lot || null },
    ...(is_count
      ? [{ name: say(words.book_on_sheet), number: true, value: (row: ImportRow) => row.book ?? null }]
      : []),
    {
      name: say(words.on_sheet),
      number: true,
      // What could not be read is no zero: the reason tells what stands there.
      value: (row: ImportRow) => (row.status !== "accepted" && row.quantity === "0" ? null : row.quantity),
    },
    { name: say(common.unit), value: (row: ImportRow) => row.unit },
    {
      name: say(words.why),
      value: (row: ImportRow) => said(row),
      show: (row: ImportRow) => (
        <>
          {row.reasons.map((reason) => (
            <div>
              {reason.column && <b>{reason.column} </b>}
              {language.value === "zh" ? reason.zh : reason.en}
              {reason.expected && <div class="note">{say(words.found, reason.found || "—", reason.expected)}</div>}
            </div>
          ))}
        </>
      ),
    },
  ];
}
