// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { use_ask } from "../../api/use_ask";
import { look_back_at } from "../../app/address";
import { ActButton } from "../../parts/act_button";
import { Countdown, FlagMark } from "../../parts/marks";
import { Panel } from "../../parts/panel";
import { SignDialog, type SignAsk } from "../../parts/sign_dialog";
import { Table } from "../../parts/table";
import { Why } from "../../parts/why";
import { date_time, duration } from "../../time/instant";
import { common } from "../../words/common";
import { language, say } from "../../words/language";
import type { ActionsDocument, ResponseAction } from "./documents";
import { is_about_responses } from "./levels";
import { actor_name } from "./names";
import { due_words } from "./words";

function words_of(action: ResponseAction): string {
  return language.value === "zh" ? action.action_zh : action.action;
}

function is_to_do(action: ResponseAction): boolean {
  return action.state === "due" || action.state === "overdue";
}

/** What the responses in force set going, and what is left of each. */
export function Actions({ id }: { id: string }) {
  const at = look_back_at();
  const asked = use_ask<ActionsDocument>("level actions", { event: id, at }, is_about_responses);
  const [signing, set_signing] = useState<SignAsk | null>(null);
  return (
    <Panel title={say(due_words.actions)} asked={asked} data_time={(document) => document.as_of}>
      {(document) => (
        <>
          <Table
            label={say(due_words.actions)}
            rows={document.actions}
            columns={[
              { name: "№", value: (row) => row.id, number: true },
              { name: say(due_words.action), value: words_of },
              { name: say(due_words.whose), value: (row) => actor_name(row.actor) },
              {
                name: say(due_words.due),
                value: (row) => row.due,
                show: (row) => (
                  <>
                    <Why
                      answer={() => ({
                        title: words_of(row),
                        value: date_time(row.due),
                        formula: `${say(due_words.clock_from)}: ${row.clock_start}`,
                        inputs: [{ name: row.rule, value: row.action, rule: row.rule, source: row.source, flag: row.flag }],
                      })}
                    >
                      {date_time(row.due)}
                    </Why>
                    {row.repeat_minutes !== null && (
                      <span class="note"> {say(due_words.repeated, duration(row.repeat_minutes * 60_000))}</span>
                    )}{" "}
                    <FlagMark flag={row.flag} />
                    {row.borrowed_from && <div class="note">{say(due_words.borrowed, row.borrowed_from)}</div>}
                  </>
                ),
              },
              {
                name: say(common.state),
                value: (row) => row.state,
                show: (row) =>
                  is_to_do(row) ? (
                    at === "" ? (
                      <Countdown due={row.due} limit={row.rule} />
                    ) : (
                      <span class={row.state === "overdue" ? "mark late" : "mark plain"}>
                        {row.state === "overdue" && "▲ "}
                        {say(row.state === "overdue" ? common.overdue : common.left, duration(row.minutes * 60_000))}
                      </span>
                    )
                  ) : (
                    row.done.map((done) => (
                      <div>
                        {date_time(done.at)} {done.by}
                      </div>
                    ))
                  ),
              },
              {
                name: say(due_words.done),
                value: () => "",
                show: (row) =>
                  is_to_do(row) && (
                    <ActButton on_press={() => set_signing(done_sign(id, row))}>
                      {say(due_words.done)} №{row.id}
                    </ActButton>
                  ),
              },
            ]}
            key_of={(row) => String(row.id)}
            row_class={(row) => (row.state === "overdue" ? "bad" : "")}
            empty={say(due_words.no_actions)}
          />
          {signing && (
            <SignDialog
              sign={signing}
              on_done={() => {
                set_signing(null);
                asked.again();
              }}
              on_close={() => set_signing(null)}
            />
          )}
        </>
      )}
    </Panel>
  );
}

function done_sign(id: string, action: ResponseAction): SignAsk {
  return {
    title: say(due_words.done_what, words_of(action)),
    verb: say(due_words.done_what, `№${action.id}`),
    what: words_of(action),
    rule: `${action.rule} ${action.source}`,
    operation: "level done",
    parameters: { event: id, action: String(action.id) },
    specs: [
      { name: "by", label: say(due_words.done_by) },
      { name: "note", label: say(common.reason) },
    ],
  };
}
