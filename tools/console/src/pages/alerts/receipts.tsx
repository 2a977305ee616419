// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { division_name } from "../../api/catalogue";
import { work } from "../../api/client";
import { Problem } from "../../api/problem";
import { use_ask } from "../../api/use_ask";
import { ActButton } from "../../parts/act_button";
import { number } from "../../parts/marks";
import { Panel, ProblemBox } from "../../parts/panel";
import { SignDialog } from "../../parts/sign_dialog";
import { Table } from "../../parts/table";
import { date_time } from "../../time/instant";
import { common } from "../../words/common";
import { alert_words as words, channel_kind_words, delivery_state_words } from "../../words/alerts";
import { say } from "../../words/language";
import { word_of } from "../ledger/document";
import { about_alerts, type AlertCase, type Delivery, type Receipts } from "./document";

interface SendCounts {
  tried: number;
  acked: number;
  sent: number;
  retry: number;
  failed: number;
}

const is_call = (row: Delivery) => row.kind === "call" || row.kind === "call_list";

/** Live: by county and channel what was heard, failed, waits; the calls nobody answered, to be booked by hand. */
export function ReceiptsPanel({ one }: { one: AlertCase }) {
  const asked = use_ask<Receipts>("alert receipts", { warning: one.warning }, about_alerts);
  const [busy, set_busy] = useState(false);
  const [problem, set_problem] = useState<Problem | null>(null);
  const [counts, set_counts] = useState<SendCounts | null>(null);
  const [answering, set_answering] = useState<Delivery | null>(null);
  const run = (operation: string) => {
    set_busy(true);
    set_problem(null);
    work<SendCounts>(operation, {}, () => {})
      .answer.then((answer) => {
        if (operation === "alert send") {
          set_counts(answer.document);
        }
        asked.again();
      })
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
    <Panel title={say(words.receipts)} asked={asked}>
      {(receipts) => {
        const { totals, deliveries } = receipts;
        const calls = deliveries.filter((row) => is_call(row) && row.state !== "acked");
        const due = deliveries.filter((row) => !is_call(row) && (row.state === "queued" || row.state === "retry")).length;
        return (
          <>
            <p>
              <b>{say(words.receipts_total, number(totals.total), number(totals.acked), number(totals.failed), number(totals.pending))}</b>{" "}
              {deliveries.some(is_call) &&
                (calls.length > 0 ? (
                  <a class="mark late" href="#calls">
                    ▲ {say(words.calls_open, calls.length)}
                  </a>
                ) : (
                  <span class="mark plain">{say(words.all_answered)}</span>
                ))}
            </p>
            {totals.total === 0 && <p class="problem">{say(words.no_receipts)}</p>}
            <div class="acts">
              {due > 0 && (
                <ActButton primary busy={busy} on_press={() => run("alert send")}>
                  {busy ? say(words.sending) : say(words.send_now, due)}
                </ActButton>
              )}
              {calls.length > 0 && (one.colour === "red" || one.colour === "orange") && (
                <ActButton busy={busy} on_press={() => run("alert escalate")}>
                  {say(words.escalate)} {calls.length}
                </ActButton>
              )}
              {counts && (
                <span role="status">{say(words.sent_counts, counts.tried, counts.acked, counts.sent, counts.retry, counts.failed)}</span>
              )}
            </div>
            {problem && <ProblemBox problem={problem} />}
            {calls.length > 0 && (
              <div id="calls">
                <h3>{say(words.calls)}</h3>
                <Table
                  label={say(words.calls)}
                  rows={calls}
                  key_of={(row) => String(row.delivery)}
                  empty={say(words.all_answered)}
                  row_class={() => "bad"}
                  columns={[
                    { name: say(words.county), value: (row) => division_name(row.county) },
                    { name: say(words.targets), value: (row) => row.target },
                    { name: say(common.state), value: (row) => word_of(delivery_state_words, row.state) },
                    { name: say(common.time), value: (row) => row.last, show: (row) => date_time(row.last) },
                    {
                      name: say(words.calls),
                      value: () => "",
                      show: (row) => (
                        <ActButton on_press={() => set_answering(row)}>{say(words.book_answer, division_name(row.county))}</ActButton>
                      ),
                    },
                  ]}
                />
              </div>
            )}
            <Matrix deliveries={deliveries} />
            <details>
              <summary>
                {say(words.delivery)} {number(deliveries.length)}
              </summary>
              <Table
                label={say(words.delivery)}
                rows={deliveries}
                key_of={(row) => String(row.delivery)}
                empty=""
                filter
                row_class={(row) => (row.state === "failed" ? "bad" : "")}
                columns={[
                  { name: say(common.code), number: true, value: (row) => row.delivery },
                  { name: say(words.channels), value: (row) => `${row.channel} ${word_of(channel_kind_words, row.kind)}` },
                  { name: say(words.county), value: (row) => division_name(row.county) },
                  { name: say(words.targets), value: (row) => row.target },
                  { name: say(common.state), value: (row) => word_of(delivery_state_words, row.state) },
                  { name: say(words.tries), number: true, value: (row) => row.attempts },
                  { name: say(common.time), value: (row) => row.last, show: (row) => date_time(row.last) },
                  { name: say(words.detail), value: (row) => row.detail },
                ]}
              />
            </details>
            {answering && (
              <SignDialog
                sign={{
                  title: say(words.book_answer, division_name(answering.county)),
                  verb: say(words.book_answer, division_name(answering.county)),
                  what: `${one.headline} · ${answering.target}`,
                  at_once: say(words.acked),
                  operation: "alert ack",
                  parameters: { delivery: answering.delivery },
                  specs: [{ name: "text", label: say(words.who_said), kind: "long", required: true }],
                }}
                on_done={() => {
                  set_answering(null);
                  asked.again();
                }}
                on_close={() => set_answering(null)}
              />
            )}
          </>
        );
      }}
    </Panel>
  );
}

/** Counties down, channels across: what each cell has heard. */
function Matrix({ deliveries }: { deliveries: Delivery[] }) {
  const channels = [...new Set(deliveries.map((row) => row.channel))];
  const counties = [...new Set(deliveries.map((row) => row.county))];
  const cell = (county: string, channel: string) => {
    const rows = deliveries.filter((row) => row.county === county && row.channel === channel);
    const acked = rows.filter((row) => row.state === "acked").length;
    const failed = rows.filter((row) => row.state === "failed").length;
    const waits = rows.length - acked - failed;
    return rows.length === 0 ? (
      "—"
    ) : (
      <>
        {acked > 0 && <span class="mark plain">✓ {say(words.acked)} {acked}</span>}
        {failed > 0 && <span class="mark late">✕ {say(words.failed)} {failed}</span>}
        {waits > 0 && <span class="mark flag">… {say(words.pending)} {waits}</span>}
      </>
    );
  };
  return (
    <Table
      label={say(words.receipts)}
      rows={counties}
      key_of={(county) => county}
      empty={say(words.no_receipts)}
      height={counties.length > 12 ? 320 : undefined}
      columns={[
        { name: say(words.county), value: (county) => division_name(county) },
        ...channels.map((channel) => ({
          name: channel,
          value: (county: string) => deliveries.filter((row) => row.county === county && row.channel === channel && row.state === "acked").length,
          show: (county: string) => cell(county, channel),
        })),
      ]}
    />
  );
}
