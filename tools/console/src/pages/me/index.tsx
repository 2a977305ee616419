// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { division_name } from "../../api/catalogue";
import { ask_log_in } from "../../api/client";
import { Problem } from "../../api/problem";
import { use_ask } from "../../api/use_ask";
import { key_words, keys_on, switch_keys } from "../../app/keys";
import { choose_demo_actor, demo_actor, is_demo, me, type Me } from "../../app/state";
import { forget_drafts, Form, type Fields } from "../../parts/form";
import { Countdown } from "../../parts/marks";
import { Authenticator } from "../../parts/authenticator";
import { ProblemBox } from "../../parts/panel";
import { Table } from "../../parts/table";
import { date_time } from "../../time/instant";
import { account_words as words, role_words } from "../../words/account";
import { common } from "../../words/common";
import { choose_language, language, say } from "../../words/language";
import { short_site } from "../../parts/amount";
import { word_of } from "../ledger/document";

/** 我的: who I am and may do, my session, password and authenticator; keys and language. */
export default function Page() {
  return (
    <>
      <h1>{say(words.me)}</h1>
      <div class="columns me-columns">
        {is_demo.value ? <DemoWho /> : me.value && <Who me={me.value} />}
        <Settings />
        {!is_demo.value && me.value && (
          <>
            <Password />
            <section class="panel" data-panel tabIndex={-1} aria-label={say(words.totp)}>
              <h2>{say(words.totp)}</h2>
              <Authenticator />
            </section>
          </>
        )}
      </div>
    </>
  );
}

function DemoWho() {
  const [typed, set_typed] = useState("");
  const asked = use_ask<{ people: { code: string; name: string }[] }>("office list");
  const people = asked.answer?.document.people ?? [];
  return (
    <section class="panel" data-panel tabIndex={-1} aria-label={say(words.who)}>
      <h2>{say(words.who)}</h2>
      <p>
        <b>{demo_actor.value}</b> <span class="note">{people.find((one) => one.code === demo_actor.value)?.name}</span>
      </p>
      <p class="note">{say(words.demo_who)}</p>
      <form
        class="acts"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim()) {
            choose_demo_actor(typed.trim());
            set_typed("");
          }
        }}
      >
        <span class="filter">
          <label for="demo-person">{say(words.choose_person)}</label>
          <input id="demo-person" list="demo-people" type="text" size={30} value={typed} onInput={(event) => set_typed(event.currentTarget.value)} />
        </span>
        <datalist id="demo-people">
          {people.map((person) => (
            <option value={person.code}>{person.name}</option>
          ))}
        </datalist>
        <button class="primary" type="submit">
          {say(words.act_as, typed.trim() || "—")}
        </button>
      </form>
      <p class="note">{say(words.not_in_demo)}</p>
    </section>
  );
}

/** A grant is of a division, a depot or a department. */
export function scope_name(unit: string): string {
  const division = division_name(unit);
  return division !== unit ? `${division} ${unit}` : unit ? short_site(unit) : "—";
}

function Who({ me: identity }: { me: Me }) {
  return (
    <section class="panel" data-panel tabIndex={-1} aria-label={say(words.who)}>
      <h2>
        {identity.person.name} · {identity.account}
      </h2>
      <p class="note">
        {identity.person.code} · {say(words.unit)} {scope_name(identity.person.unit)}
      </p>
      <h3>{say(words.my_grants)}</h3>
      <Table
        label={say(words.my_grants)}
        rows={identity.grants}
        key_of={(row) => row.role + row.unit + row.from}
        empty={say(words.no_grants)}
        columns={[
          { name: say(words.role), value: (row) => word_of(role_words, row.role) },
          { name: say(words.scope), value: (row) => scope_name(row.unit) },
          { name: say(words.from), value: (row) => row.from, show: (row) => date_time(row.from) },
          { name: say(words.until), value: (row) => row.until, show: (row) => date_time(row.until) },
        ]}
      />
      <h3>{say(words.my_session)}</h3>
      <p>
        {say(words.idle_ends)} {date_time(identity.idle_ends)} · {say(words.session_ends)} {date_time(identity.ends)}{" "}
        <Countdown due={identity.ends} />
      </p>
      <p class="note">{say(words.end_others)}</p>
    </section>
  );
}

function Settings() {
  const [forgotten, set_forgotten] = useState(false);
  return (
    <section class="panel" data-panel tabIndex={-1} aria-label={say(words.settings)}>
      <h2>{say(words.settings)}</h2>
      <fieldset class="colour-choice">
        <legend>{say(words.language)}</legend>
        {(["zh", "en"] as const).map((one) => (
          <label class="tick" lang={one === "zh" ? "zh-CN" : "en"}>
            <input type="radio" name="language" checked={language.value === one} onChange={() => choose_language(one)} />
            {one === "zh" ? "中文" : "English"}
          </label>
        ))}
      </fieldset>
      <label class="tick">
        <input type="checkbox" checked={keys_on.value} onChange={(event) => switch_keys(event.currentTarget.checked)} />
        {say(words.keys_switch)}
      </label>
      <details>
        <summary>{say(common.keys)}</summary>
        <table>
          <tbody>
            {key_words.map(([keys, does]) => (
              <tr>
                <th scope="row">{keys}</th>
                <td>{say(does)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
      <div class="acts">
        <button
          type="button"
          onClick={() => {
            forget_drafts();
            set_forgotten(true);
          }}
        >
          {say(words.forget)}
        </button>
        {forgotten && <span role="status">{say(words.forgotten)}</span>}
      </div>
    </section>
  );
}

function use_log_in_act() {
  const [problem, set_problem] = useState<Problem | null>(null);
  const run = (doing: Promise<unknown>) => {
    set_problem(null);
    doing.catch((failure: unknown) => {
      if (failure instanceof Problem) {
        set_problem(failure);
      } else {
        throw failure;
      }
    });
  };
  return { problem, run };
}

function Password() {
  const [fields, set_fields] = useState<Fields>({});
  const [told, set_told] = useState("");
  const { problem, run } = use_log_in_act();
  const send = () => {
    if (fields.again !== fields.new) {
      set_told(say(words.not_same));
      return;
    }
    run(
      ask_log_in<Me>("password", { old: fields.old ?? "", new: fields.new ?? "" }).then((identity) => {
        me.value = identity;
        set_fields({});
        set_told(say(words.password_set));
      }),
    );
  };
  return (
    <section class="panel" data-panel tabIndex={-1} aria-label={say(words.password)}>
      <h2>{say(words.password)}</h2>
      <Form
        label={say(words.password)}
        specs={[
          { name: "old", label: say(words.old_password), kind: "password", required: true },
          { name: "new", label: say(words.new_password), kind: "password", required: true, hint: say(words.password_hint) },
          { name: "again", label: say(words.again), kind: "password", required: true },
        ]}
        fields={fields}
        on_change={(changes) => set_fields({ ...fields, ...changes })}
        on_submit={send}
      >
        {told && <p role="status">{told}</p>}
        {problem && <ProblemBox problem={problem} />}
        <div class="acts">
          <button class="primary" type="submit">
            {say(words.set_password)}
          </button>
        </div>
      </Form>
    </section>
  );
}
