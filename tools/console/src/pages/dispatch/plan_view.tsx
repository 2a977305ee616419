// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { item_name, item_unit, name_of, site_name } from "../../api/catalogue";
import { upload, work } from "../../api/client";
import { Problem } from "../../api/problem";
import { ActButton } from "../../parts/act_button";
import { estimate, FlagMark, number } from "../../parts/marks";
import { ProblemBox } from "../../parts/panel";
import { Table } from "../../parts/table";
import { Why } from "../../parts/why";
import { date_time } from "../../time/instant";
import { common } from "../../words/common";
import { find_words } from "../../words/find";
import { language, say } from "../../words/language";
import { aim_words, plan_words as words } from "../../words/plan";
import type { Aim, Explanation, Plan, PlanNeed, Shipment } from "./plan_document";

interface PlanViewProps {
  plan: Plan;
  can_undo: boolean;
  on_undo: () => void;
  on_edit: (verb: string, what: string[]) => void;
  busy: boolean;
}

function aim_name(name: string): string {
  const word = aim_words[name];
  return word ? say(word) : name;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

export function PlanView({ plan, can_undo, on_undo, on_edit, busy }: PlanViewProps) {
  const [selected, select] = useState("");
  const [first] = plan.objective.levels;
  const shipment = plan.shipments.find((one) => one.id === selected);
  return (
    <>
      <div class="page-head">
        <h2>{say(words.plan_of, plan.scenario, date_time(plan.as_of))}</h2>
        <span class="mark plain">{say(words.unsigned)}</span>
        {first && (
          <span>
            {aim_name(first.name)}{" "}
            <Why answer={() => why_aim(first)}>
              <b>{estimate(first.value)}</b>
            </Why>{" "}
            {say(words.bound)} {estimate(first.bound)} {say(words.gap)} {percent(first.gap)}
          </span>
        )}
        {can_undo && (
          <button type="button" onClick={on_undo}>
            {say(words.undo)}
          </button>
        )}
      </div>
      {plan.warnings.length > 0 && (
        <details>
          <summary>
            {say(words.warnings)} {plan.warnings.length}
          </summary>
          <ul>
            {plan.warnings.map((warning) => (
              <li>▲ {language.value === "zh" ? warning.zh : warning.en}</li>
            ))}
          </ul>
        </details>
      )}
      <div class="columns" style={{ gridTemplateColumns: "minmax(0, 2fr) minmax(280px, 1fr)" }}>
        <div>
          <h3>{say(words.shipments)}</h3>
          <Table
            label={say(words.shipments)}
            rows={plan.shipments}
            key_of={(one) => one.id}
            selected={selected}
            on_open={(one) => select(one.id === selected ? "" : one.id)}
            empty={say(words.no_plan)}
            filter
            height={380}
            columns={shipment_columns()}
          />
          <Unmet plan={plan} />
        </div>
        <div>
          {shipment ? (
            <Reasons key={shipment.id} plan={plan} shipment={shipment} on_edit={on_edit} busy={busy} />
          ) : (
            <Aims plan={plan} />
          )}
        </div>
      </div>
      {plan.replan && <Changes plan={plan} />}
    </>
  );
}

function why_aim(aim: Aim) {
  return {
    title: aim_name(aim.name),
    value: `${number(aim.value)} ${aim.unit}`,
    formula: `${say(words.gap)} = |${number(aim.value)} − ${number(aim.bound)}| / max = ${percent(aim.gap)}`,
    inputs: [{ name: say(words.bound), value: `${number(aim.bound)} ${aim.unit}` }],
  };
}

/** What a shipment carries, lots of one item added up. */
function goods(shipment: Shipment): string {
  const amounts = new Map<string, number>();
  for (const line of shipment.lines) {
    amounts.set(line.item, (amounts.get(line.item) ?? 0) + line.quantity);
  }
  return [...amounts].map(([item, amount]) => `${item_name(item)} ${number(amount)} ${item_unit(item)}`).join("；");
}

function lorries(shipment: Shipment): string {
  const times = shipment.trips > 1 ? ` ×${shipment.trips}` : "";
  return `${name_of("vehicle_classes", shipment.vehicle_class)}×${shipment.vehicles}${times}`;
}

function shipment_columns() {
  return [
    { name: "№", value: (one: Shipment) => one.id },
    { name: say(words.shipments), value: (one: Shipment) => `${site_name(one.from)} → ${site_name(one.to)}` },
    { name: say(common.item), value: goods },
    { name: say(words.vehicles), value: lorries },
    { name: say(words.depart), value: (one: Shipment) => one.depart, show: (one: Shipment) => date_time(one.depart).slice(-11) },
    { name: say(words.arrive), value: (one: Shipment) => one.arrive, show: (one: Shipment) => date_time(one.arrive).slice(-11) },
    { name: say(words.km), value: (one: Shipment) => Math.round(one.route.km), number: true },
  ];
}

function Aims({ plan }: { plan: Plan }) {
  return (
    <>
      <h3>{say(words.aims)}</h3>
      <Table
        label={say(words.aims)}
        rows={plan.objective.levels}
        key_of={(aim) => aim.name}
        empty="—"
        columns={[
          { name: say(words.aims), value: (aim) => aim_name(aim.name) },
          { name: say(common.value), value: (aim) => aim.value, number: true, show: (aim) => <Why answer={() => why_aim(aim)}>{number(Math.round(aim.value * 100) / 100)}</Why> },
          { name: say(words.bound), value: (aim) => Math.round(aim.bound * 100) / 100, number: true },
          { name: say(words.gap), value: (aim) => aim.gap, number: true, show: (aim) => percent(aim.gap) },
          { name: say(common.unit), value: (aim) => aim.unit },
        ]}
      />
    </>
  );
}

function need_words(need: PlanNeed | undefined, id: string): string {
  return need ? `${site_name(need.place)} ${item_name(need.item)}` : id;
}

function Unmet({ plan }: { plan: Plan }) {
  const needs = new Map(plan.needs.map((need) => [need.id, need]));
  return (
    <>
      <h3>{say(words.unmet)}</h3>
      <Table
        label={say(words.unmet)}
        rows={plan.unmet}
        key_of={(one) => `${one.need}-${one.cause}`}
        empty={say(words.none_unmet)}
        columns={[
          { name: say(words.needs_from), value: (one) => need_words(needs.get(one.need), one.need) },
          {
            name: say(common.quantity),
            value: (one) => one.quantity,
            number: true,
            show: (one) => (
              <Why
                answer={() => {
                  const need = needs.get(one.need);
                  return {
                    title: need_words(need, one.need),
                    value: number(one.quantity),
                    formula: language.value === "zh" ? one.detail_zh : one.detail,
                    inputs: (need?.because ?? []).map((step) => ({ name: step.rule, value: step.arithmetic, flag: step.flag })),
                  };
                }}
              >
                {number(one.quantity)}
              </Why>
            ),
          },
          { name: say(common.unit), value: (one) => needs.get(one.need)?.unit ?? "" },
          { name: say(words.due), value: (one) => needs.get(one.need)?.by ?? "", show: (one) => date_time(needs.get(one.need)?.by) },
          { name: say(words.limits), value: (one) => (language.value === "zh" ? one.detail_zh : one.detail) },
        ]}
      />
    </>
  );
}

interface ReasonsProps {
  plan: Plan;
  shipment: Shipment;
  on_edit: (verb: string, what: string[]) => void;
  busy: boolean;
}

function Reasons({ plan, shipment, on_edit, busy }: ReasonsProps) {
  const [answer, set_answer] = useState<Explanation | null>(null);
  const [problem, set_problem] = useState<Problem | null>(null);
  const [asking, set_asking] = useState(false);
  const ask_reasons = () => {
    set_asking(true);
    upload(new Blob([JSON.stringify(plan)]), "plan.json")
      .then((file) => work<Explanation>("explain", { plan: file, shipment: shipment.id }, () => {}).answer)
      .then((explained) => set_answer(explained.document))
      .catch((failure: unknown) => {
        if (!(failure instanceof Problem)) {
          throw failure;
        }
        set_problem(failure);
      })
      .finally(() => set_asking(false));
  };
  const needs = new Map(plan.needs.map((need) => [need.id, need]));
  const served = new Set(shipment.lines.flatMap((line) => line.for_need));
  const because = [...served].flatMap((id) => needs.get(id) ?? []);
  const [line] = shipment.lines;
  return (
    <div data-panel tabIndex={-1}>
      <h3>
        {say(words.reasons, `${shipment.id} ${site_name(shipment.from)} → ${site_name(shipment.to)}`)}
      </h3>
      <p>{goods(shipment)}</p>
      <p class="note">
        {say(words.way)}：{shipment.route.road} {Math.round(shipment.route.km)} km · {Math.round(shipment.load_kg).toLocaleString("en-US")} kg
      </p>
      <ul>
        {because.map((need) => (
          <li>
            {need_words(need, need.id)} {number(need.quantity)} {need.unit} · {say(words.due)} {date_time(need.by)}{" "}
            <span class="note">
              {need.rule} {need.report}
            </span>{" "}
            <FlagMark flag={need.because.find((step) => !step.verified)?.flag} />
          </li>
        ))}
      </ul>
      <div class="acts">
        <ActButton busy={busy} on_press={() => on_edit("pin", [shipment.id])}>
          {say(words.pin)} {shipment.id}
        </ActButton>
        <ActButton busy={busy} on_press={() => on_edit("forbid", [`${shipment.from}:${shipment.to}`])}>
          {say(words.forbid)} {site_name(shipment.from)} → {site_name(shipment.to)}
        </ActButton>
        {line && <ChangeAmount shipment={shipment} on_edit={on_edit} busy={busy} />}
      </div>
      {!answer && (
        <div class="acts">
          <button type="button" onClick={ask_reasons} aria-busy={asking}>
            {say(asking ? words.asking_reasons : words.next_best)}
          </button>
        </div>
      )}
      {problem && <ProblemBox problem={problem} />}
      {answer?.shipment && <Explained explained={answer.shipment} />}
    </div>
  );
}

function ChangeAmount({ shipment, on_edit, busy }: { shipment: Shipment; on_edit: (verb: string, what: string[]) => void; busy: boolean }) {
  const [line] = shipment.lines;
  const [amount, set_amount] = useState(String(line?.quantity ?? ""));
  if (!line) {
    return null;
  }
  const is_right = /^\d+$/.test(amount);
  return (
    <span class="acts">
      <label for={`amount-${shipment.id}`}>
        {item_name(line.item)}（{item_unit(line.item)}）
      </label>
      <input id={`amount-${shipment.id}`} size={7} inputMode="numeric" value={amount} onInput={(event) => set_amount(event.currentTarget.value.replaceAll(",", ""))} />
      <ActButton busy={busy} off={is_right ? "" : say(common.required)} on_press={() => on_edit("pin", [`${shipment.from}:${shipment.to}:${line.item}:${amount}`])}>
        {say(words.change_amount)} {shipment.id}
      </ActButton>
    </span>
  );
}

function Explained({ explained }: { explained: NonNullable<Explanation["shipment"]> }) {
  const { road, without_this_source: price } = explained;
  return (
    <>
      {road.all_open && road.all_open.km < road.km - 0.5 && (
        <p>
          {say(words.detour, Math.round(road.km - road.all_open.km), road.closures.map((one) => (typeof one === "string" ? one : String(one.id ?? ""))).join("、"))}
        </p>
      )}
      <h3>{say(words.next_best)}</h3>
      <ul>
        {explained.needs.flatMap((need) =>
          need.sources
            .filter((source) => source.from !== explained.from)
            .slice(0, 3)
            .map((source) => (
              <li>
                {site_name(source.from)} {item_name(source.item)}：{source.first_arrival ? date_time(source.first_arrival).slice(-11) : "—"} {Math.round(source.km)} km
                {source.why_not ? ` · ${source.why_not}` : ""} · {say(words.left_over, number(source.left))}
              </li>
            )),
        )}
      </ul>
      {price && (
        <>
          <h3>{say(words.without)}</h3>
          <ul>
            {price.aims
              .filter((aim) => aim.price !== 0)
              .map((aim) => (
                <li>
                  {aim_name(aim.name)} {aim.price > 0 ? "+" : ""}
                  {number(Math.round(aim.price * 100) / 100)} {aim.unit}
                </li>
              ))}
            {price.instead.map((sent) => (
              <li>
                {site_name(sent.from)} {date_time(sent.arrive).slice(-11)} {name_of("vehicle_classes", sent.vehicle_class)}×{sent.vehicles}
              </li>
            ))}
          </ul>
        </>
      )}
      <p class="note">{say(find_words.why_changes)}</p>
    </>
  );
}

function Changes({ plan }: { plan: Plan }) {
  const { replan } = plan;
  if (!replan) {
    return null;
  }
  const before = Array.isArray(replan.levels_before) ? replan.levels_before : replan.levels_before.levels;
  return (
    <section aria-label={say(words.diff)}>
      <h3>{say(words.diff)}</h3>
      <p>{say(words.diff_counts, replan.changes.length, replan.trips_possible, replan.trips_changed)}</p>
      <ul class="acts">
        {plan.objective.levels.map((aim) => {
          const was = before.find((one) => one.name === aim.name);
          const price = was ? aim.value - was.value : 0;
          return Math.abs(price) < 0.005 ? null : (
            <li class="mark soon">
              {say(words.price)}：{aim_name(aim.name)} {price > 0 ? "+" : ""}
              {number(Math.round(price * 100) / 100)} {aim.unit}
            </li>
          );
        })}
      </ul>
      <Table
        label={say(words.diff)}
        rows={replan.changes}
        key_of={(change) => `${change.from}-${change.to}-${change.item}-${change.after}`}
        empty="—"
        columns={[
          { name: say(common.from), value: (change) => site_name(change.from) },
          { name: say(common.to), value: (change) => site_name(change.to) },
          { name: say(common.item), value: (change) => item_name(change.item) },
          { name: say(words.before), value: (change) => change.before, number: true },
          { name: say(words.after), value: (change) => change.after, number: true },
          { name: say(common.unit), value: (change) => item_unit(change.item) },
          { name: say(words.because), value: (change) => (language.value === "zh" ? change.zh : change.en) },
        ]}
      />
    </section>
  );
}
