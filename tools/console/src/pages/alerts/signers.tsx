// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { use_ask } from "../../api/use_ask";
import { person } from "../../parts/person";
import { ActButton } from "../../parts/act_button";
import { Plate } from "../../parts/marks";
import { CopyButton, ProblemBox } from "../../parts/panel";
import { SignDialog, type SignAsk } from "../../parts/sign_dialog";
import { Table } from "../../parts/table";
import { date_time } from "../../time/instant";
import { common } from "../../words/common";
import { alert_words as words, approver_words, decision_words } from "../../words/alerts";
import { say } from "../../words/language";
import { word_of } from "../ledger/document";
import { about_alerts, department, is_open, type AlertCase, type Roster, type Signature } from "./document";

interface Seat {
  id: string;
  is_lead: boolean;
  signature: Signature | undefined;
  voided: Signature[];
}

/** Who must sign, who has, with time and remark; who is silent, and the numbers to press them by. */
export function Signers({ one, again }: { one: AlertCase; again: () => void }) {
  const [sign, set_sign] = useState<SignAsk | null>(null);
  const [pressing, set_pressing] = useState("");
  const of = (id: string) => one.signatures.filter((signature) => signature.department === id && !signature.approval);
  const seats: Seat[] = [one.terms.lead, ...one.terms.cosigners].map((id) => ({
    id,
    is_lead: id === one.terms.lead,
    signature: of(id).find((signature) => signature.void_since === null),
    voided: of(id).filter((signature) => signature.void_since !== null),
  }));
  const approval = one.signatures.find((signature) => signature.approval && signature.void_since === null);
  const name = (id: string) => department(id, one.draft.onset);
  const can_sign = one.state === "countersign" || (one.state === "approve" && one.without.length > 0);
  const dialog = (id: string, refuses: boolean): SignAsk => ({
    title: say(refuses ? words.refuse_for : words.sign_for, name(id)),
    verb: say(refuses ? words.refuse_for : words.sign_for, name(id)),
    what: (
      <>
        <Plate level={one.colour} /> {one.headline}
      </>
    ),
    how_many: `${say(words.version, one.version)} · ${say(words.hash)} ${one.hash.slice(0, 16)}`,
    from_to: `${date_time(one.draft.onset)} – ${date_time(one.draft.expires)}`,
    rule: say(words.rule_approval),
    at_once: say(words.sign_at_once),
    operation: refuses ? "alert refuse" : "alert sign",
    parameters: { warning: one.warning, department: id, hash: one.hash },
    specs: refuses
      ? [{ name: "reason", label: say(common.reason), kind: "long", required: true }]
      : [{ name: "remark", label: say(words.remark), kind: "long" }],
  });
  return (
    <section aria-label={say(words.signers)}>
      <h3>
        {say(words.signers)} {seats.filter((seat) => seat.signature).length}/{seats.length}
      </h3>
      <Table
        label={say(words.signers)}
        rows={seats}
        key_of={(row) => row.id}
        empty=""
        columns={[
          { name: say(words.department), value: (row) => `${name(row.id)}${row.is_lead ? `（${say(words.lead)}）` : ""}` },
          {
            name: say(words.decision),
            value: (row) => row.signature?.decision ?? "",
            show: (row) => <Decision seat={row} one={one} />,
          },
          {
            name: say(words.remark),
            value: (row) => row.signature?.remark ?? "",
          },
          { name: say(words.signer), value: (row) => row.signature?.name ?? "—" },
          { name: say(words.signed_at), value: (row) => row.signature?.at ?? null, show: (row) => date_time(row.signature?.at) },
          {
            name: say(words.act),
            value: () => "",
            show: (row) =>
              is_open(one.state) && !row.signature ? (
                <span class="acts tight">
                  <ActButton off={can_sign ? "" : say(words.wait_sent)} on_press={() => set_sign(dialog(row.id, false))}>
                    {say(words.sign_for, name(row.id))}
                  </ActButton>
                  {can_sign && (
                    <ActButton on_press={() => set_sign(dialog(row.id, true))}>{say(words.refuse_for, name(row.id))}</ActButton>
                  )}
                  {can_sign && (
                    <button type="button" aria-expanded={pressing === row.id} onClick={() => set_pressing(pressing === row.id ? "" : row.id)}>
                      {say(words.press)} ☎
                    </button>
                  )}
                </span>
              ) : (
                ""
              ),
          },
        ]}
      />
      {pressing && <Press one={one} id={pressing} />}
      <p>
        {say(words.approver)} {word_of(approver_words, one.terms.approver)}:{" "}
        {approval ? `${approval.name} ${date_time(approval.at)}` : say(words.not_answered)}{" "}
        <span class="note">
          （{say(words.drafter_no)}: {person(one.drafter)}）
        </span>
      </p>
      {is_open(one.state) && <p class="note">{say(one.terms.green_channel ? words.joint_rule_fast : words.joint_rule_slow)}</p>}
      {sign && (
        <SignDialog
          sign={sign}
          on_done={() => {
            set_sign(null);
            again();
          }}
          on_close={() => set_sign(null)}
        />
      )}
    </section>
  );
}

function Decision({ seat, one }: { seat: Seat; one: AlertCase }) {
  const { signature, voided } = seat;
  const silent = one.silent.includes(seat.id) || one.without.includes(seat.id);
  return (
    <>
      {signature ? (
        <span class={`mark ${signature.decision === "refuse" ? "late" : "plain"}`}>
          {signature.decision === "refuse" ? "✕" : "✓"} {word_of(decision_words, signature.decision)}
        </span>
      ) : silent ? (
        <span class="mark late">▲ {say(words.silent)}</span>
      ) : (
        say(words.not_answered)
      )}
      {signature?.late && <span class="mark soon">{say(words.late_mark)}</span>}
      {signature?.delegation && <span class="mark plain">{say(words.by_delegation)}</span>}
      {voided.map((old) => (
        <div class="note">
          <s>
            {old.name} {word_of(decision_words, old.decision)}
          </s>{" "}
          {say(words.void_since, date_time(old.void_since))}
        </div>
      ))}
    </>
  );
}

/** 催签: who may sign for that department, with their telephones, and the words to send them. */
function Press({ one, id }: { one: AlertCase; id: string }) {
  const roster = use_ask<Roster>("alert officers", {}, about_alerts);
  const people = use_ask<{ people: { code: string; name: string; phone: string }[] }>("office list");
  const officers = (roster.answer?.document.officers ?? []).filter((officer) => officer.department === id);
  const phone = (code: string) => people.answer?.document.people.find((person) => person.code === code)?.phone || "—";
  const text = say(words.press_text, department(id, one.draft.onset), one.warning, one.headline, date_time(one.deadline));
  return (
    <div class="mapping" role="region" aria-label={say(words.press)}>
      {roster.problem && <ProblemBox problem={roster.problem} again={roster.again} />}
      <p>{say(words.officers)}:</p>
      {officers.length === 0 && roster.answer && <p class="note">{say(words.no_officer)}</p>}
      <ul>
        {officers.map((officer) => (
          <li>
            {officer.name} {word_of(approver_words, officer.role)} ☎ {phone(officer.person)}
          </li>
        ))}
      </ul>
      <p class="note">{text}</p>
      <CopyButton text={text} />
    </div>
  );
}
