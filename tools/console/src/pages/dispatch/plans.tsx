// SPDX-License-Identifier: Apache-2.0
// A plan: made as a job, read with its bound and reasons, changed by hand with the price of each change,
// and drafted into orders. Nothing is promised before the orders are signed.
import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { act, new_key, upload, work, type JobDocument, type Parameters, type Work } from "../../api/client";
import { Problem } from "../../api/problem";
import { use_ask } from "../../api/use_ask";
import { query, set_query } from "../../app/address";
import { ActButton } from "../../parts/act_button";
import { Panel, ProblemBox } from "../../parts/panel";
import { ProgressBar } from "../../parts/progress";
import { date_time } from "../../time/instant";
import { language, say } from "../../words/language";
import { plan_words as words } from "../../words/plan";
import type { Plan } from "./plan_document";
import { PlanView } from "./plan_view";

/** Plans of this tab, newest last; a plan is no document of the books before orders are drafted of it. */
const kept = "relief.plans";
function read_kept(): Plan[] {
  try {
    return JSON.parse(sessionStorage.getItem(kept) ?? "[]") as Plan[];
  } catch {
    return [];
  }
}
const plans = signal<Plan[]>(read_kept());
const plans_kept = 3;
function keep(next: Plan[]): void {
  plans.value = next.slice(-plans_kept);
  try {
    sessionStorage.setItem(kept, JSON.stringify(plans.value));
  } catch {
    // Too large for this browser: it lives as long as the page.
  }
}

interface ScenarioRow {
  id: string;
  name_zh?: string;
  name?: string;
  name_en?: string;
}

function scenario_name(row: ScenarioRow): string {
  return (language.value === "zh" ? (row.name_zh ?? row.name) : (row.name_en ?? row.name)) ?? row.id;
}

export function PlansPage() {
  const scenarios = use_ask<{ scenarios: ScenarioRow[] }>("scenario list");
  const [job, set_job] = useState<JobDocument | null>(null);
  const [running, set_running] = useState<Work<Plan> | null>(null);
  const [problem, set_problem] = useState<Problem | null>(null);
  const plan = plans.value.at(-1);

  const run = async (operation: string, parameters: Parameters, with_plan?: Plan) => {
    set_problem(null);
    set_job(null);
    try {
      const file = with_plan ? await upload(new Blob([JSON.stringify(with_plan)]), "plan.json") : undefined;
      const begun = work<Plan>(operation, { ...parameters, plan: file }, set_job);
      set_running(begun);
      const answer = await begun.answer;
      keep([...plans.value, answer.document]);
    } catch (failure) {
      if (!(failure instanceof Problem)) {
        throw failure;
      }
      set_problem(failure);
    } finally {
      set_running(null);
      set_job(null);
    }
  };

  const scenario = query("scenario");
  return (
    <>
      <Panel title={say(words.make)} asked={scenarios} class="no-print">
        {(list) => (
          <form
            class="acts"
            onSubmit={(event) => {
              event.preventDefault();
              void run("plan", { scenario: scenario || list.scenarios[0]?.id, at: query("known"), assess: query("assess") === "1" });
            }}
          >
            <label for="scenario">{say(words.scenario)}</label>
            <select id="scenario" value={scenario} onChange={(event) => set_query({ scenario: event.currentTarget.value })}>
              {list.scenarios.map((row) => (
                <option value={row.id}>{scenario_name(row)}</option>
              ))}
            </select>
            <label for="known">{say(words.known_at)}</label>
            <input id="known" size={24} placeholder="2017-07-15T12:00:00+08:00" defaultValue={query("known")} onChange={(event) => set_query({ known: event.currentTarget.value.trim() })} />
            <label class="tick">
              <input type="checkbox" checked={query("assess") === "1"} onChange={(event) => set_query({ assess: event.currentTarget.checked ? "1" : "" })} />
              {say(words.from_assessment)}
            </label>
            <ActButton primary submit busy={running !== null} on_press={() => {}}>
              {say(plan ? words.remake : words.make)}
            </ActButton>
          </form>
        )}
      </Panel>
      {running && <ProgressBar job={job} stop={running.stop} />}
      {problem && <ProblemBox problem={problem} />}
      {plan ? (
        <section class="panel" aria-label={say(words.plan_of, plan.scenario, date_time(plan.as_of))} data-panel tabIndex={-1}>
          <PlanView
            plan={plan}
            can_undo={plans.value.length > 1}
            on_undo={() => keep(plans.value.slice(0, -1))}
            on_edit={(verb, what) => void run("edit", { verb, what }, plan)}
            busy={running !== null}
          />
          <DraftPlan plan={plan} />
        </section>
      ) : (
        !running && <p class="empty">{say(words.no_plan)}</p>
      )}
    </>
  );
}

interface Draft {
  done: boolean;
  documents?: { number: string; kind: string }[];
  orders?: { number: string }[];
  changed?: unknown[];
  refused?: { zh?: string; en?: string; message?: string }[];
}

function DraftPlan({ plan }: { plan: Plan }) {
  const [busy, set_busy] = useState(false);
  const [key] = useState(new_key);
  const [draft, set_draft] = useState<Draft | null>(null);
  const [problem, set_problem] = useState<Problem | null>(null);
  const press = () => {
    set_busy(true);
    set_problem(null);
    upload(new Blob([JSON.stringify(plan)]), "plan.json")
      .then((file) => act<Draft>("order draft", { plan: file, partial: true }, key))
      .then((answer) => set_draft(answer.document))
      .catch((failure: unknown) => {
        if (!(failure instanceof Problem)) {
          throw failure;
        }
        set_problem(failure);
      })
      .finally(() => set_busy(false));
  };
  return (
    <div class="acts">
      <ActButton primary busy={busy} on_press={press} off={plan.shipments.length === 0 ? say(words.no_plan) : ""}>
        {say(words.draft, plan.shipments.length)}
      </ActButton>
      {draft && (
        <span role="status">
          {say(words.drafted)}：{" "}
          {(draft.documents ?? draft.orders ?? []).map((order) => (
            <a href={`/dispatch/orders/${encodeURIComponent(order.number)}`}>{order.number} </a>
          ))}
          <a href="/dispatch/orders?state=draft">→</a>
        </span>
      )}
      {problem && <ProblemBox problem={problem} />}
    </div>
  );
}

