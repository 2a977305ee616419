// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { ask, type Parameters } from "../../api/client";
import { use_ask } from "../../api/use_ask";
import { look_back_at } from "../../app/address";
import { person_name } from "../../app/state";
import { ActButton } from "../../parts/act_button";
import type { FieldSpec } from "../../parts/form";
import { Countdown, level_words as colour_words, Plate } from "../../parts/marks";
import { person } from "../../parts/person";
import { Panel } from "../../parts/panel";
import { Files } from "../../parts/print_button";
import { SignDialog } from "../../parts/sign_dialog";
import { Table } from "../../parts/table";
import { date_time, server_now } from "../../time/instant";
import { common } from "../../words/common";
import { alert_state_words, alert_step_words, alert_words as words, approver_words, hazard_words } from "../../words/alerts";
import { language, say } from "../../words/language";
import { word_of } from "../ledger/document";
import { AudiencePanel } from "./audience";
import { about_alerts, department, is_open, round_begun, standing, type AlertCase } from "./document";
import { EditDraft } from "./edit_draft";
import { Preposition } from "./preposition";
import { ReceiptsPanel } from "./receipts";
import { Signers } from "./signers";

export function OneAlert({ warning, part }: { warning: string; part: string }) {
  const asked = use_ask<AlertCase>("alert show", { warning, at: look_back_at() }, about_alerts);
  return (
    <Panel
      title={warning}
      asked={asked}
      data_time={(one) => one.steps.at(-1)?.at}
      beside={asked.answer ? <Head one={asked.answer.document} /> : undefined}
    >
      {(one) =>
        part === "edit" ? (
          <EditDraft one={one} again={asked.again} />
        ) : (
          <div class="columns">
            <Stages one={one} />
            <Verbs one={one} again={asked.again} />
            <div class="alert-columns columns">
              <div class="columns">
                <Texts one={one} />
                <AudiencePanel one={one} />
              </div>
              <div class="columns">
                <Signers one={one} again={asked.again} />
                <Findings one={one} />
              </div>
            </div>
            {one.released_at && <ReceiptsPanel one={one} />}
            {one.preposition && <Preposition one={one} />}
            <History one={one} />
          </div>
        )
      }
    </Panel>
  );
}

function Head({ one }: { one: AlertCase }) {
  return (
    <>
      <Plate level={one.colour} />
      <span>
        {word_of(hazard_words, one.hazard)} · {department(one.terms.lead, one.draft.onset)}
      </span>
      {one.status === "Exercise" && <span class="mark flag">{say(words.exercise)}</span>}
      <span class="mark plain">{word_of(alert_state_words, one.state)}</span>
      {is_open(one.state) && one.deadline && (
        <Countdown due={one.deadline} begun={round_begun(one)} limit={`${say(words.deadline)} ${one.terms.minutes} min`} />
      )}
      <span class="note">{say(words.version, one.version)}</span>
    </>
  );
}

/** 拟稿 会商 会签 签发 发布: done, now, hollow. */
function Stages({ one }: { one: AlertCase }) {
  const signed = standing(one).filter((signature) => signature.decision !== "refuse").length;
  const needed = one.terms.cosigners.length + 1;
  const order = ["draft", "consult", "countersign", "approve", "released"];
  const now = Math.max(0, order.indexOf(is_open(one.state) ? one.state : "released"));
  const names = [
    say(words.stage_draft),
    one.terms.green_channel ? say(words.green) : say(words.stage_consult),
    say(words.stage_countersign, signed, needed),
    one.terms.approval ? `${say(words.stage_approve)} ${word_of(approver_words, one.terms.approver)}` : "",
    say(words.stage_release),
  ];
  return (
    <ol class="stages">
      {names.map((name, index) =>
        name === "" ? null : (
          <li class={index < now || one.released_at ? "done" : index === now ? "" : "future"} aria-current={index === now ? "step" : undefined}>
            {name}
          </li>
        ),
      )}
    </ol>
  );
}

interface AlertVerb {
  label: string;
  operation: string;
  parameters?: Parameters;
  at_once: string;
  off?: string;
  primary?: boolean;
  specs?: FieldSpec[];
  rule?: string;
}

/** The next steps of a warning, each its own button; off with its reason where it is not yet time. */
function Verbs({ one, again }: { one: AlertCase; again: () => void }) {
  const [verb, set_verb] = useState<AlertVerb | null>(null);
  const [files, set_files] = useState<[string, string][]>([]);
  const name = one.warning;
  const reason: FieldSpec = { name: "reason", label: say(common.reason), kind: "long", required: true };
  const names_of = (ids: string[]) => ids.map((id) => department(id, one.draft.onset)).join("、");
  const past = one.deadline !== null && Date.parse(one.deadline) < server_now();
  const verbs: AlertVerb[] = [];
  if (one.state === "draft" && !one.terms.green_channel) {
    verbs.push({ label: `${say(words.open_consult)} ${name}`, operation: "alert consult", at_once: say(words.stage_consult), primary: true });
  }
  if (one.state === "consult") {
    verbs.push({
      label: say(words.give_remark),
      operation: "alert remark",
      at_once: say(words.stage_consult),
      specs: [
        {
          name: "department",
          label: say(words.department),
          required: true,
          choices: [one.terms.lead, ...one.terms.cosigners].map((id) => ({ value: id, text: department(id, one.draft.onset) })),
        },
        { name: "text", label: say(words.remark), kind: "long", required: true },
      ],
    });
  }
  if (one.state === "draft" || one.state === "consult") {
    verbs.push({
      label: say(words.send_round_text, name),
      operation: "alert countersign",
      at_once: say(words.starts_clock, one.terms.minutes),
      primary: one.terms.green_channel || one.state === "consult",
      off: one.state === "draft" && !one.terms.green_channel ? say(words.open_consult) : "",
    });
  }
  if (one.state === "countersign") {
    if (past) {
      verbs.push(
        { label: say(words.tick), operation: "alert tick", parameters: {}, at_once: say(words.silent) },
        ...(one.terms.green_channel
          ? [{ label: say(words.go_on, names_of(one.awaited)), operation: "alert go-on", at_once: say(words.joint_rule_fast) }]
          : []),
      );
    }
  }
  if (is_open(one.state)) {
    verbs.push({
      label: say(words.approve_text, name),
      operation: "alert approve",
      parameters: { hash: one.hash },
      at_once: say(words.approve_at_once),
      off: one.state === "approve" ? "" : say(words.wait_signed),
      primary: one.state === "approve" && !one.ready,
      rule: `${word_of(approver_words, one.terms.approver)}；${say(words.drafter_no)}`,
    });
    if (one.state === "approve") {
      verbs.push({ label: say(words.reject, name), operation: "alert reject", parameters: { hash: one.hash }, at_once: say(words.stage_release), specs: [reason] });
    }
    verbs.push(
      {
        label: say(words.release, name),
        operation: "alert release",
        at_once: say(words.release_at_once),
        off: one.ready ? "" : say(one.state === "approve" ? words.wait_approved : words.wait_signed),
        primary: one.ready,
      },
      { label: say(words.withdraw, name), operation: "alert withdraw", at_once: say(words.stage_release), specs: [reason] },
    );
  }
  if (one.state === "released") {
    verbs.push(
      {
        label: say(words.update, name),
        operation: "alert update",
        at_once: say(words.follow_note),
        specs: [
          { name: "colour", label: say(words.colour), choices: ["red", "orange", "yellow", "blue"].map((value) => ({ value, text: word_of(colour_words, value) })) },
          { name: "place", label: say(words.area), hint: say(words.area_hint) },
          { name: "expires", label: say(words.expires), hint: "2017-07-14T20:00" },
          reason,
        ],
      },
      { label: say(words.cancel, name), operation: "alert cancel", at_once: say(words.follow_note), specs: [reason] },
    );
  }
  return (
    <div>
      <div class="acts">
        {verbs.map((each) => (
          <ActButton primary={each.primary === true} off={each.off ?? ""} on_press={() => set_verb(each)}>
            {each.label}
          </ActButton>
        ))}
        {is_open(one.state) && (
          <a class="button" href={`/alerts/${name}/edit`}>
            {say(words.edit)} {name}
          </a>
        )}
        {one.released_at && (
          <button
            type="button"
            onClick={() => void ask("alert print", { warning: name, out: `${name}.pdf` }).then((answer) => set_files(Object.entries(answer.files)))}
          >
            {say(words.preview)} {name}
          </button>
        )}
        <Files files={files} />
      </div>
      {verb && (
        <SignDialog
          sign={{
            title: verb.label,
            verb: verb.label,
            what: (
              <>
                <Plate level={one.colour} /> {one.headline}
              </>
            ),
            how_many: `${say(words.version, one.version)} · ${say(words.hash)} ${one.hash.slice(0, 16)}`,
            from_to: `${date_time(one.draft.onset)} – ${date_time(one.draft.expires)}`,
            rule: verb.rule ?? say(words.rule_approval),
            at_once: verb.at_once,
            operation: verb.operation,
            parameters: verb.parameters ?? { warning: name },
            ...(verb.specs ? { specs: verb.specs } : {}),
            parameters_of: (typed) => ({
              ...typed,
              ...(verb.operation === "alert tick" ? {} : { warning: name }),
              ...(typed.place ? { place: typed.place.split(/[\s、,，]+/).filter((part) => part) } : {}),
            }),
          }}
          on_done={() => {
            set_verb(null);
            again();
          }}
          on_close={() => set_verb(null)}
        />
      )}
      {one.drafter === person_name.value && is_open(one.state) && <p class="note">{say(words.drafter_no)}</p>}
    </div>
  );
}

function Texts({ one }: { one: AlertCase }) {
  const texts = [...one.draft.texts].sort((a, b) => Number(b.language.startsWith(language.value)) - Number(a.language.startsWith(language.value)));
  return (
    <section aria-label={say(words.text)}>
      <h3>{say(words.text)}</h3>
      {texts.map((text, index) => (
        <div lang={text.language} class={index > 0 ? "note" : ""}>
          <p>
            <b>{text.headline}</b>
          </p>
          <p>{text.description}</p>
          <p>{text.instruction}</p>
        </div>
      ))}
      {one.face && (
        <p>
          {say(words.face)}: {one.face}
        </p>
      )}
      {one.draft.reason && (
        <p>
          {say(words.reason)}: {one.draft.reason}
        </p>
      )}
    </section>
  );
}

function Findings({ one }: { one: AlertCase }) {
  return (
    <section aria-label={say(words.findings)}>
      <h3>{say(words.findings)}</h3>
      {one.findings.length === 0 ? (
        <p class="note">✓ {say(words.no_findings)}</p>
      ) : (
        <ul>
          {one.findings.map((finding) => (
            <li>
              {finding.fatal && <span class="mark late">▲ {say(words.fatal)}</span>} {finding.code} {finding.language}:{" "}
              {say(common.found)} “{finding.found}” · {say(common.expected)} “{finding.expected}”
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function History({ one }: { one: AlertCase }) {
  return (
    <section aria-label={say(words.history)}>
      <h3>{say(words.history)}</h3>
      <Table
        label={say(words.history)}
        rows={one.steps}
        key_of={(row) => `${row.at} ${row.step} ${row.person}`}
        empty=""
        columns={[
          { name: say(common.time), value: (row) => row.at, show: (row) => date_time(row.at) },
          { name: say(words.step), value: (row) => word_of(alert_step_words, row.step) },
          { name: say(words.department), value: (row) => (row.department ? department(row.department, one.draft.onset) : "") },
          { name: say(words.signer), value: (row) => person(row.person) },
          { name: say(words.remark), value: (row) => row.words },
        ]}
      />
    </section>
  );
}
