// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { use_ask } from "../../api/use_ask";
import { look_back_at, query, set_query } from "../../app/address";
import { ActButton } from "../../parts/act_button";
import { Countdown, FlagMark } from "../../parts/marks";
import { Panel } from "../../parts/panel";
import { SignDialog, type SignAsk } from "../../parts/sign_dialog";
import { Table } from "../../parts/table";
import { Why } from "../../parts/why";
import { date_time, duration } from "../../time/instant";
import { common } from "../../words/common";
import { say } from "../../words/language";
import type { DuesDocument, ReportDue } from "./documents";
import { is_about_reports } from "./figures";
import { due_state, recipient_name, report_kind } from "./names";
import { urge_sign } from "./urge";
import { due_words } from "./words";

function is_open(due: ReportDue): boolean {
  return due.state === "missing" || due.state === "due" || due.state === "waiting";
}

const urgency = ["missing", "due", "late", "waiting", "in_time", "not_seen"];
/** What is missing longest stands first. */
function in_order(dues: ReportDue[]): ReportDue[] {
  return [...dues].sort(
    (a, b) => urgency.indexOf(a.state) - urgency.indexOf(b.state) || (a.due ?? "9").localeCompare(b.due ?? "9"),
  );
}

function why_due(due: ReportDue) {
  return {
    title: `${due.unit_name} ${report_kind(due.report)}`,
    value: date_time(due.due),
    formula: due.because,
    inputs: [{ name: due.rule, value: due.because, rule: due.rule, source: due.source, flag: due.flag }],
  };
}

/** What is left of a deadline: counted live now, as the document says it where one looks back. */
function Left({ due }: { due: ReportDue }) {
  if (!is_open(due)) {
    return (
      <>
        {due_state(due.state)}
        {due.state === "late" && ` ${duration(due.minutes * 60_000)}`}
        {due.received_at && <span class="note"> {due.received} {date_time(due.received_at)}</span>}
      </>
    );
  }
  if (look_back_at() === "") {
    return <Countdown due={due.due} limit={due.rule} />;
  }
  return due.state === "missing" ? (
    <span class="mark late">▲ {say(common.overdue, duration(due.minutes * 60_000))}</span>
  ) : (
    <span class="mark plain">{due.state === "due" ? say(common.left, duration(due.minutes * 60_000)) : due_state(due.state)}</span>
  );
}

export function Deadlines({ id }: { id: string }) {
  const asked = use_ask<DuesDocument>("report deadlines", { event: id, at: look_back_at(), all: true }, is_about_reports);
  const [signing, set_signing] = useState<SignAsk | null>(null);
  const [told, set_told] = useState("");
  const all = query("dues") === "all";
  return (
    <Panel title={say(due_words.deadlines)} asked={asked} data_time={(document) => document.as_of}>
      {(document) => (
        <>
          {told && <p role="status">{told}</p>}
          <Table
            label={say(due_words.deadlines)}
            rows={in_order(document.due.filter((due) => all || is_open(due) || due.state === "late"))}
            columns={[
              { name: say(due_words.unit), value: (row) => row.unit_name },
              { name: say(due_words.which_report), value: (row) => report_kind(row.report) },
              { name: say(due_words.recipient), value: (row) => recipient_name(row.recipient) },
              {
                name: say(due_words.due),
                value: (row) => row.due,
                show: (row) => (
                  <>
                    <Why answer={() => why_due(row)}>{date_time(row.due)}</Why> <FlagMark flag={row.flag} />
                  </>
                ),
              },
              { name: say(common.state), value: (row) => row.state, show: (row) => <Left due={row} /> },
              {
                name: say(due_words.urge),
                value: (row) => row.escalates_to.join(" "),
                show: (row) =>
                  is_open(row) && (
                    <ActButton on_press={() => set_signing(urge_of(id, row))}>
                      {say(due_words.urge_what, row.unit_name, report_kind(row.report))}
                    </ActButton>
                  ),
              },
            ]}
            key_of={(row) => `${row.unit} ${row.report} ${row.recipient} ${row.rule} ${row.due ?? ""}`}
            row_class={(row) => (row.state === "missing" ? "bad" : "")}
            empty={say(due_words.no_deadlines)}
            filter
            height={380}
            tools={
              <label class="tick">
                <input
                  type="checkbox"
                  checked={!all}
                  onChange={(event) => set_query({ dues: event.currentTarget.checked ? "" : "all" })}
                />
                {say(due_words.only_open)}
              </label>
            }
          />
          {signing && (
            <SignDialog
              sign={signing}
              on_done={() => {
                set_signing(null);
                set_told(say(due_words.told));
              }}
              on_close={() => set_signing(null)}
            />
          )}
        </>
      )}
    </Panel>
  );
}

function urge_of(id: string, due: ReportDue): SignAsk {
  const kind = report_kind(due.report);
  return urge_sign({
    event: id,
    title: say(due_words.urge_what, due.unit_name, kind),
    to: due.unit_name,
    words: say(due_words.urge_words, kind, date_time(due.due)),
  });
}
