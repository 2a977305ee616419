// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { use_ask } from "../../api/use_ask";
import { ActButton } from "../../parts/act_button";
import { is_demo, me } from "../../app/state";
import { Panel } from "../../parts/panel";
import { has_role } from "../../parts/right";
import { SignDialog, type SignAsk } from "../../parts/sign_dialog";
import { Table } from "../../parts/table";
import { account_words as words, role_words, secret_words } from "../../words/account";
import { say, type Word } from "../../words/language";
import { word_of } from "../ledger/document";

interface AccountRow {
  name: string;
  person: string;
  person_name: string;
  kind: string;
  disabled: boolean;
  standing: string[];
  sessions: number;
}

export const about_access = (event: { operation: string }) => /^(account|grant|access|office|log_in|session)/.test(event.operation);

/** Accounts with what opens them; a code is told once, to be handed over. */
export function Accounts() {
  const asked = use_ask<{ accounts: AccountRow[] }>("office account list", {}, about_access);
  const people = use_ask<{ people: { code: string; name: string }[] }>("office list");
  const [sign, set_sign] = useState<SignAsk | null>(null);
  const [told, set_told] = useState<Record<string, unknown> | null>(null);
  const dialog = (verb: Word, operation: string, row: AccountRow, reason: boolean): SignAsk => ({
    title: `${say(verb)} ${row.name}`,
    verb: `${say(verb)} ${row.name}`,
    what: `${row.person_name} ${row.person}`,
    rule: say(words.never_own),
    at_once: say(words.at_once_access),
    operation,
    parameters: { name: row.name },
    specs: reason ? [{ name: "reason", label: say(words.reason), required: true }] : [],
  });
  const add = (): SignAsk => ({
    title: say(words.add_account),
    verb: say(words.add_account),
    what: say(words.accounts),
    rule: say(words.never_own),
    at_once: say(words.at_once_access),
    operation: "office account add",
    parameters: {},
    specs: [
      {
        name: "person",
        label: say(words.person),
        required: true,
        suggestions: (people.answer?.document.people ?? []).map((one) => ({ value: one.code, text: one.name })),
      },
      { name: "name", label: say(words.account) },
    ],
  });
  // Nobody has a hand in their own; whoever only reads has none at all.
  const off = (row: AccountRow) =>
    !has_role(["security_admin"])
      ? say(words.need_role, word_of(role_words, "security_admin"))
      : !is_demo.value && row.person === me.value?.person.code
        ? say(words.never_own)
        : "";
  const code = told && Object.entries(told).find(([name]) => name === "code" || name === "one_time_code");
  return (
    <Panel
      title={say(words.accounts)}
      asked={asked}
      beside={
        has_role(["security_admin"]) && <ActButton on_press={() => set_sign(add())}>{say(words.add_account)}</ActButton>
      }
    >
      {(document) => (
        <>
          {code && (
            <p class="done-box" role="status">
              {say(words.code_once)}: <code>{String(code[1])}</code>
            </p>
          )}
          <Table
            label={say(words.accounts)}
            rows={document.accounts}
            key_of={(row) => row.name}
            empty={say(words.no_accounts)}
            filter
            columns={[
              { name: say(words.account), value: (row) => row.name },
              { name: say(words.person), value: (row) => `${row.person_name} ${row.person}` },
              { name: say(words.kind), value: (row) => say(row.kind === "break_glass" ? words.kind_glass : words.kind_person) },
              {
                name: say(words.state),
                value: (row) => say(row.disabled ? words.disabled : words.enabled),
                show: (row) => (row.disabled ? <span class="mark late">▲ {say(words.disabled)}</span> : say(words.enabled)),
              },
              { name: say(words.secrets), value: (row) => row.standing.map((one) => word_of(secret_words, one)).join("、") || "—" },
              { name: say(words.sessions), number: true, value: (row) => row.sessions },
              {
                name: say(words.operation),
                value: () => "",
                show: (row) => (
                  <span class="acts tight">
                    <ActButton off={off(row)} on_press={() => set_sign(dialog(words.unlock, "office account unlock", row, false))}>
                      {say(words.unlock)} {row.name}
                    </ActButton>
                    <ActButton off={off(row)} on_press={() => set_sign(dialog(words.reset, "office account reset", row, false))}>
                      {say(words.reset)} {row.name}
                    </ActButton>
                    <ActButton
                      off={off(row)}
                      on_press={() =>
                        set_sign(
                          row.disabled
                            ? dialog(words.enable, "office account enable", row, true)
                            : dialog(words.disable, "office account disable", row, true),
                        )
                      }
                    >
                      {say(row.disabled ? words.enable : words.disable)} {row.name}
                    </ActButton>
                  </span>
                ),
              },
            ]}
          />
          {sign && (
            <SignDialog
              sign={sign}
              on_done={(answer) => {
                set_sign(null);
                set_told(answer.document as Record<string, unknown>);
                asked.again();
              }}
              on_close={() => set_sign(null)}
            />
          )}
        </>
      )}
    </Panel>
  );
}
