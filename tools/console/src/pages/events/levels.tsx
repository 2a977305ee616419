// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { use_ask } from "../../api/use_ask";
import { look_back_at } from "../../app/address";
import type { JournalEvent } from "../../app/live";
import { ActButton } from "../../parts/act_button";
import { FlagMark, number, response_level } from "../../parts/marks";
import { Panel } from "../../parts/panel";
import { SignDialog, type SignAsk } from "../../parts/sign_dialog";
import { Table, type Column } from "../../parts/table";
import { Why } from "../../parts/why";
import { date_time } from "../../time/instant";
import { common } from "../../words/common";
import { say } from "../../words/language";
import type { Advice, Because, LevelRow, LevelsDocument, ResponsesDocument } from "./documents";
import { is_about_reports } from "./figures";
import { arithmetic_words, metric_name } from "./names";
import { level_words } from "./words";

export const is_about_responses = (event: JournalEvent) =>
  event.operation.startsWith("level") || is_about_reports(event);

/** Roman numeral of a level; "—" for none. */
function level_text(level: number): string {
  return level === 0 ? "—" : response_level(level);
}

function why_of_level(row: LevelRow) {
  return {
    title: `${row.report} ${row.plan}`,
    value: level_text(row.level),
    formula: row.because.map((reason) => arithmetic_words(reason.arithmetic)).join("；") || say(row.tested ? level_words.none_met : level_words.not_tested),
    inputs: row.because.map((reason) => ({
      name: metric_name(reason.metric),
      value: `${number(reason.value)} → ${level_text(reason.level)}${reason.lower_bound ? `（${say(level_words.lower_bound)}）` : ""}`,
      rule: reason.rule,
      source: arithmetic_words(reason.arithmetic),
      flag: reason.flag,
    })),
    changes: say(row.official ? level_words.official : level_words.working_default),
  };
}

function Reason({ reason }: { reason: Because }) {
  return (
    <div>
      {arithmetic_words(reason.arithmetic)} → {level_text(reason.level)}{" "}
      <span class="note">{reason.rule}</span> {!reason.verified && <FlagMark flag={reason.flag} />}
      {reason.lower_bound && <span class="note"> {say(level_words.lower_bound)}</span>}
    </div>
  );
}

/** What is in force now, beside the event's name. */
export function ResponsesInForce({ id }: { id: string }) {
  const asked = use_ask<ResponsesDocument>("level list", { event: id, at: look_back_at() }, is_about_responses);
  const responses = (asked.answer?.document.responses ?? []).filter((row) => row.level > 0);
  if (!asked.answer) {
    return null;
  }
  return (
    <b>
      {say(level_words.in_force)}:{" "}
      {responses.length === 0
        ? say(level_words.none_in_force)
        : responses.map((row) => `${row.scope_name} ${level_text(row.level)}（${row.plan}，${date_time(row.started_at)}）`).join("；")}
    </b>
  );
}

export function Levels({ id }: { id: string }) {
  const at = look_back_at();
  const levels = use_ask<LevelsDocument>("level", { event: id, at }, is_about_responses);
  const responses = use_ask<ResponsesDocument>("level list", { event: id, at }, is_about_responses);
  const [signing, set_signing] = useState<SignAsk | null>(null);
  const again = () => {
    set_signing(null);
    levels.again();
    responses.again();
  };
  return (
    <>
      <Panel title={say(level_words.levels)} asked={levels} data_time={(document) => document.as_of}>
        {(document) => (
          <>
            {!document.relief_metric_known && <p class="note">▲ {say(level_words.no_relief_metric)}</p>}
            <Table
              label={say(level_words.levels)}
              rows={document.levels.filter((row) => row.level > 0 || row.in_force)}
              columns={level_columns()}
              key_of={(row) => `${row.report} ${row.plan} ${row.unit}`}
              empty={say(level_words.no_advice)}
              filter
            />
            <h3>{say(level_words.advice)}</h3>
            <Table
              label={say(level_words.advice)}
              rows={document.advice}
              columns={advice_columns((advice) => set_signing(decision_sign(id, advice)))}
              key_of={(row) => `${row.plan} ${row.scope}`}
              empty={say(level_words.no_advice)}
            />
          </>
        )}
      </Panel>
      <Panel title={say(level_words.decision)} asked={responses} data_time={(document) => document.as_of}>
        {(document) => (
          <Table
            label={say(level_words.decision)}
            rows={document.decisions}
            columns={[
              { name: say(common.time), value: (row) => row.at, show: (row) => date_time(row.at) },
              { name: say(level_words.scope), value: (row) => row.scope_name },
              { name: say(level_words.plan), value: (row) => row.plan },
              { name: say(level_words.level), value: (row) => `${level_text(row.level_before)} → ${level_text(row.level)}` },
              {
                name: say(level_words.advised),
                value: (row) => (row.recommended_known ? level_text(row.recommended) : null),
                show: (row) => (
                  <>
                    {row.recommended_known ? level_text(row.recommended) : "—"} {row.away && "▲"}
                  </>
                ),
              },
              { name: say(level_words.decided_by), value: (row) => row.person ?? row.role },
              { name: say(level_words.document_no), value: (row) => row.document },
              { name: say(common.reason), value: (row) => row.reason ?? row.modifier },
            ]}
            key_of={(row) => String(row.id)}
            empty={say(level_words.no_decisions)}
          />
        )}
      </Panel>
      {signing && <SignDialog sign={signing} on_done={again} on_close={() => set_signing(null)} />}
    </>
  );
}

const level_columns = (): Column<LevelRow>[] => [
  { name: say(level_words.report), value: (row) => row.report },
  { name: say(level_words.plan), value: (row) => row.plan },
  {
    name: say(level_words.level),
    value: (row) => row.level,
    show: (row) => (
      <>
        <Why answer={() => why_of_level(row)}>{level_text(row.level)}</Why>
        {row.several_events && " ※"}
      </>
    ),
  },
  {
    name: say(common.state),
    value: (row) => `${row.official} ${row.verified}`,
    show: (row) => (
      <>
        {say(row.official ? level_words.official : level_words.working_default)}{" "}
        {!row.verified && <span class="mark flag">{say(common.unverified)}</span>}
        {!row.in_force && <div class="note">{say(level_words.not_in_force)}</div>}
      </>
    ),
  },
  {
    name: say(level_words.because),
    value: (row) => row.because.map((reason) => reason.arithmetic).join("; "),
    show: (row) =>
      row.because.length > 0
        ? row.because.map((reason) => <Reason reason={reason} />)
        : say(row.tested ? level_words.none_met : level_words.not_tested),
  },
];

const advice_columns = (decide: (advice: Advice) => void): Column<Advice>[] => [
  { name: say(level_words.scope), value: (row) => row.scope_name },
  { name: say(level_words.plan), value: (row) => row.plan },
  { name: say(level_words.standing), value: (row) => row.standing, show: (row) => level_text(row.standing) },
  {
    name: say(level_words.by_figures),
    value: (row) => row.level,
    show: (row) => (
      <>
        {row.known ? level_text(row.level) : "?"} {!row.verified && <span class="mark flag">{say(common.unverified)}</span>}
      </>
    ),
  },
  { name: say(level_words.advised), value: (row) => row.advised, show: (row) => <b>{level_text(row.advised)}</b> },
  {
    name: say(level_words.linkage),
    value: (row) => row.linkages.length,
    show: (row) =>
      row.linkages.map((linkage) => (
        <div>
          {linkage.modifier} {linkage.because} → {level_text(linkage.level)} <FlagMark flag={linkage.flag} />
        </div>
      )),
  },
  {
    name: say(level_words.who_decides),
    value: (row) => row.decides.role,
    show: (row) => (
      <>
        {row.decides.role}
        {row.decides.outside && <span class="note"> {say(level_words.outside)}</span>} <FlagMark flag={row.decides.flag} />
      </>
    ),
  },
  {
    name: say(level_words.decide),
    value: () => "",
    show: (row) => (
      <ActButton on_press={() => decide(row)}>
        {say(level_words.decide)} {row.plan}
      </ActButton>
    ),
  },
];

function decision_sign(id: string, advice: Advice): SignAsk {
  const parameters = {
    event: id,
    plan: advice.plan,
    level: String(advice.advised),
    ...(advice.scope === "220000" ? {} : { unit: advice.scope }),
  };
  return {
    title: say(level_words.decide),
    verb: say(level_words.decide_what, advice.plan, level_text(advice.advised)),
    what: `${id} · ${advice.scope_name} · ${advice.plan}`,
    how_many: `${level_text(advice.standing)} → ${level_text(advice.advised)}`,
    rule: advice.because.flatMap((row) => row.because.map((reason) => `${reason.rule} ${arithmetic_words(reason.arithmetic)}`)).join("；"),
    at_once: say(level_words.at_once),
    operation: "level decide",
    parameters,
    specs: [
      { name: "level", label: say(level_words.level_asked), hint: level_text(advice.advised) },
      { name: "by", label: say(level_words.by_person) },
      { name: "document", label: say(level_words.document_no) },
      { name: "reason", label: say(level_words.reason_away) },
    ],
    parameters_of: (typed) => ({ ...typed, level: typed.level || parameters.level }),
  };
}
