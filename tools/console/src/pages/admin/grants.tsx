// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { use_ask } from "../../api/use_ask";
import { ActButton } from "../../parts/act_button";
import { Panel } from "../../parts/panel";
import { has_role } from "../../parts/right";
import { SignDialog, type SignAsk } from "../../parts/sign_dialog";
import { Table } from "../../parts/table";
import { date_time } from "../../time/instant";
import { account_words as words, grant_state_words, role_words } from "../../words/account";
import { language, say } from "../../words/language";
import { word_of } from "../ledger/document";
import { scope_name } from "../me";
import { about_access } from "./accounts";

interface GrantRow {
  id: number;
  person: string;
  name: string;
  role: string;
  unit: string;
  from: string;
  until: string | null;
  needs_second: boolean;
  confirmed_at: string | null;
  state: string;
}
interface AccessDocument {
  roles: { role: string; zh: string; en: string }[];
  operations: { operation: string; who: { rule: string; role: string; scope: string; mode: string }[] }[];
}

/** Who is what, of what, from when to when; and what each role may do. */
export function Grants() {
  const asked = use_ask<{ grants: GrantRow[] }>("office grants", {}, about_access);
  const people = use_ask<{ people: { code: string; name: string }[] }>("office list");
  const [sign, set_sign] = useState<SignAsk | null>(null);
  const [shown, set_shown] = useState(false);
  const grants = has_role(["security_admin"]);
  const add = (): SignAsk => ({
    title: say(words.add_grant),
    verb: say(words.add_grant),
    what: say(words.grants),
    rule: `access_roles.csv · ${say(words.never_own)}`,
    at_once: say(words.waits_second),
    operation: "office grant add",
    parameters: {},
    specs: [
      {
        name: "person",
        label: say(words.person),
        required: true,
        suggestions: (people.answer?.document.people ?? []).map((one) => ({ value: one.code, text: one.name })),
      },
      {
        name: "role",
        label: say(words.role),
        required: true,
        choices: Object.keys(role_words).map((role) => ({ value: role, text: word_of(role_words, role) })),
      },
      { name: "unit", label: say(words.scope), hint: say(words.unit_hint) },
      { name: "from", label: say(words.from), hint: "2017-07-15T08:00" },
      { name: "until", label: say(words.until), hint: "2018-07-15T08:00" },
    ],
  });
  const one = (row: GrantRow, operation: string, verb: string, reason: boolean): SignAsk => ({
    title: `${verb} ${row.id}`,
    verb: `${verb} ${row.id}`,
    what: `${row.name} · ${word_of(role_words, row.role)} · ${scope_name(row.unit)}`,
    rule: say(words.never_own),
    at_once: say(words.at_once_access),
    operation,
    parameters: { grant: row.id },
    specs: reason ? [{ name: "reason", label: say(words.reason), required: true }] : [],
  });
  return (
    <Panel
      title={say(words.grants)}
      asked={asked}
      beside={
        <>
          {grants && <ActButton on_press={() => set_sign(add())}>{say(words.add_grant)}</ActButton>}
          <button type="button" aria-expanded={shown} onClick={() => set_shown(!shown)}>
            {say(words.what_roles_may)}
          </button>
        </>
      }
    >
      {(document) => (
        <>
          <p class="note">{say(words.waits_second)}</p>
          <Table
            label={say(words.grants)}
            rows={document.grants}
            key_of={(row) => String(row.id)}
            empty={say(words.no_grants)}
            filter
            height={document.grants.length > 12 ? 360 : undefined}
            columns={[
              { name: say(words.line), number: true, value: (row) => row.id },
              { name: say(words.person), value: (row) => `${row.name} ${row.person}` },
              { name: say(words.role), value: (row) => word_of(role_words, row.role) },
              { name: say(words.scope), value: (row) => scope_name(row.unit) },
              { name: say(words.from), value: (row) => row.from, show: (row) => date_time(row.from) },
              { name: say(words.until), value: (row) => row.until, show: (row) => date_time(row.until) },
              {
                name: say(words.state),
                value: (row) => row.state,
                show: (row) => <span class={`mark ${row.state === "waits" ? "soon" : "plain"}`}>{word_of(grant_state_words, row.state)}</span>,
              },
              {
                name: say(words.operation),
                value: () => "",
                show: (row) => (
                  <span class="acts tight">
                    {row.state === "waits" && (
                      <ActButton on_press={() => set_sign(one(row, "office grant confirm", say(words.confirm_grant), false))}>
                        {say(words.confirm_grant)} {row.id}
                      </ActButton>
                    )}
                    {grants && row.state !== "ended" && (
                      <ActButton on_press={() => set_sign(one(row, "office grant end", say(words.end_grant), true))}>
                        {say(words.end_grant)} {row.id}
                      </ActButton>
                    )}
                  </span>
                ),
              },
            ]}
          />
          {shown && <Access />}
          {sign && (
            <SignDialog
              sign={sign}
              on_done={() => {
                set_sign(null);
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

function Access() {
  const asked = use_ask<AccessDocument>("office access");
  return (
    <Panel title={say(words.what_roles_may)} asked={asked}>
      {(document) => {
        const names = new Map(document.roles.map((role) => [role.role, language.value === "zh" ? role.zh : role.en]));
        return (
          <Table
            label={say(words.what_roles_may)}
            rows={document.operations}
            key_of={(row) => row.operation}
            empty="—"
            filter
            height={320}
            columns={[
              { name: say(words.operation), value: (row) => row.operation },
              {
                name: say(words.roles_scopes),
                value: (row) => row.who.map((who) => `${names.get(who.role) ?? who.role}（${who.scope}）`).join("、"),
              },
            ]}
          />
        );
      }}
    </Panel>
  );
}
