// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from "preact/hooks";
import { Problem } from "../../api/problem";
import { use_ask, type Asked } from "../../api/use_ask";
import { look_back_at, query, set_query } from "../../app/address";
import { ActButton } from "../../parts/act_button";
import { number, FlagMark } from "../../parts/marks";
import { ProblemBox } from "../../parts/panel";
import { clock_time, in_beijing, server_now, to_ms } from "../../time/instant";
import { common } from "../../words/common";
import { language, say, type Word } from "../../words/language";
import { begin, keep, made_of, parameters_of, townships_of, type Choice, type Made } from "./assess_run";
import { AssessTable, reported_of, why_assessed } from "./assess_table";
import { assess_words, driver_words } from "./assess_words";
import type { Assessment, AssessedFigure, Incident, ReportsDocument, Scenarios } from "./documents";
import { EvidenceBar } from "./evidence_bar";
import { is_about_reports } from "./figures";
import { LossByRound } from "./loss_chart";
import { metric_name, plan_address, unit_name, unit_of_metric } from "./names";
import { event_words } from "./words";
import { Why } from "../../parts/why";
import { estimate } from "../../parts/marks";

const layer_words: Record<string, Word> = {
  raster: assess_words.raster,
  polygons: assess_words.polygons,
  stations: assess_words.stations,
  shakemap: assess_words.shakemap,
  outages: assess_words.outages,
  epicentre: assess_words.epicentre,
};

/** Load a hazard layer, assess as a job, look at bands beside reports and at what evidence did to them. */
export function AssessConsole({ incident }: { incident: Incident }) {
  const id = incident.event;
  const at = look_back_at();
  const scenarios = use_ask<Scenarios>("scenario list");
  const scenario = scenarios.answer?.document.scenarios.find((row) => row.id === id);
  const made = made_of.value[id];
  const of_scenario = (made?.choice.layer ?? (scenario ? "scenario" : "")) === "scenario";
  const reports = use_ask<ReportsDocument>(
    scenarios.answer ? "report list" : null,
    of_scenario ? { scenario: made?.choice.scenario ?? id, at } : { event: id, at },
    is_about_reports,
  );
  return (
    <section class="panel" aria-label={say(event_words.tab_assess)} tabIndex={-1} data-panel>
      <h2>{say(event_words.tab_assess)}</h2>
      <Controls incident={incident} scenarios={scenarios} />
      {made ? <Answer incident={incident} made={made} reports={reports} /> : <p class="empty">{say(assess_words.not_run)}</p>}
    </section>
  );
}

function Controls({ incident, scenarios }: { incident: Incident; scenarios: Asked<Scenarios> }) {
  const id = incident.event;
  const list = scenarios.answer?.document.scenarios ?? [];
  const own = list.find((row) => row.id === id);
  const before = made_of.value[id]?.choice;
  const [choice, set_choice] = useState<Choice>(
    before ?? {
      layer: "",
      scenario: id,
      file: null,
      driver: incident.hazard === "earthquake" ? "intensity" : incident.hazard === "flood" ? "rain_mm" : "snow_cm",
      epicentre: "",
      magnitude: "",
      month: String(in_beijing(to_ms(incident.start) ?? server_now()).month),
      seed: query("seed") || "7",
      draws: "10000",
      with_reports: true,
    },
  );
  const [progress, set_progress] = useState<{ step: string; share: number } | null>(null);
  const [problem, set_problem] = useState<Problem | null>(null);
  const stop = useRef<() => void>(() => {});
  useEffect(() => () => stop.current(), []);
  const layer = choice.layer || (own ? "scenario" : "raster");
  const change = (changes: Partial<Choice>) => set_choice((now) => ({ ...now, ...changes }));
  const run = async () => {
    set_problem(null);
    set_progress({ step: say(assess_words.began), share: 0 });
    const begun_ms = performance.now();
    try {
      const whole: Choice = { ...choice, layer };
      const parameters = await parameters_of(whole, id, look_back_at());
      const job = begin(parameters, (state) => set_progress({ step: state.step || say(assess_words.began), share: state.share }));
      stop.current = job.stop;
      const answer = await job.answer;
      set_query({ seed: choice.seed });
      keep(id, {
        assessment: answer.document,
        seconds: (performance.now() - begun_ms) / 1000,
        made_ms: server_now(),
        choice: whole,
        parameters,
        townships: await townships_of(answer.files),
      });
    } catch (failure) {
      if (!(failure instanceof Problem)) {
        throw failure;
      }
      set_problem(failure);
    } finally {
      set_progress(null);
    }
  };
  const takes_file = layer !== "scenario" && layer !== "epicentre";
  const takes_driver = layer === "raster" || layer === "polygons" || layer === "stations";
  const text = (name: "epicentre" | "magnitude" | "month" | "seed" | "draws", word: Word) => (
    <div class="field">
      <label for={`assess-${name}`}>{say(word)}</label>
      <input id={`assess-${name}`} type="text" autocomplete="off" value={choice[name]} onInput={(event) => change({ [name]: event.currentTarget.value })} />
    </div>
  );
  return (
    <form
      class="no-print"
      aria-label={say(event_words.tab_assess)}
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      <div class="fields">
        <div class="field">
          <label for="assess-layer">{say(assess_words.layer)}</label>
          <select id="assess-layer" value={layer} onChange={(event) => change({ layer: event.currentTarget.value })}>
            {own && <option value="scenario">{say(assess_words.of_scenario, own.name)}</option>}
            {Object.entries(layer_words).map(([name, word]) => (
              <option value={name}>{say(word)}</option>
            ))}
          </select>
        </div>
        {takes_file && (
          <div class="field">
            <label for="assess-file">{say(assess_words.load_layer)}</label>
            <input id="assess-file" type="file" onChange={(event) => change({ file: event.currentTarget.files?.[0] ?? null })} />
          </div>
        )}
        {takes_driver && (
          <div class="field">
            <label for="assess-driver">{say(assess_words.driver)}</label>
            <select id="assess-driver" value={choice.driver} onChange={(event) => change({ driver: event.currentTarget.value })}>
              {Object.entries(driver_words).map(([name, word]) => (
                <option value={name}>{say(word)}</option>
              ))}
            </select>
          </div>
        )}
        {layer === "epicentre" && text("epicentre", assess_words.lon_lat)}
        {layer === "epicentre" && text("magnitude", assess_words.magnitude)}
        {layer !== "scenario" && text("month", assess_words.month)}
        {text("seed", assess_words.seed)}
        {text("draws", assess_words.draws)}
      </div>
      <div class="acts">
        <label class="tick">
          <input type="checkbox" checked={choice.with_reports} onChange={(event) => change({ with_reports: event.currentTarget.checked })} />
          {say(assess_words.with_reports)}
        </label>
        <span class="note">
          {layer === "scenario" ? say(assess_words.reports_of_scenario, own?.reports ?? 0) : say(assess_words.reports_of_books)}
        </span>
        <ActButton primary submit busy={progress !== null} on_press={() => void run()}>
          {say(assess_words.run)}
        </ActButton>
        {progress && (
          <>
            <div class="progress grow" role="progressbar" aria-label={say(assess_words.run)} aria-valuenow={Math.round(progress.share * 100)} aria-valuemin={0} aria-valuemax={100}>
              <div style={{ width: `${Math.round(progress.share * 100)}%` }} />
            </div>
            <span class="note">{say(assess_words.running, progress.step, Math.round(progress.share * 100))}</span>
            <button type="button" onClick={() => stop.current()}>
              {say(common.cancel_work)}
            </button>
          </>
        )}
      </div>
      {problem && <ProblemBox problem={problem} again={() => void run()} />}
    </form>
  );
}

function Answer({ incident, made, reports }: { incident: Incident; made: Made; reports: Asked<ReportsDocument> }) {
  const { assessment } = made;
  const metrics = [...new Set([...assessment.totals, ...assessment.units].map((figure) => figure.metric))];
  const metric = metrics.includes(query("metric")) ? query("metric") : metrics.includes("relocated") ? "relocated" : (metrics[0] ?? "");
  const all_reports = reports.answer?.document.reports ?? [];
  const totals = assessment.totals.filter((figure) => figure.metric === metric);
  const whole = totals.find((figure) => figure.code === "220000") ?? totals[0];
  const selected = query("place");
  const chosen =
    assessment.units.find((figure) => figure.code === selected && figure.metric === metric) ??
    totals.find((figure) => figure.code === selected) ??
    whole;
  return (
    <>
      <div class="page-head">
        <label for="assess-metric">{say(assess_words.units)}</label>
        <select id="assess-metric" value={metric} onChange={(event) => set_query({ metric: event.currentTarget.value })}>
          {metrics.map((one) => (
            <option value={one}>
              {metric_name(one)}（{unit_name(unit_of_metric(one))}）
            </option>
          ))}
        </select>
        <span class="note">
          {say(assess_words.took, clock_time(made.made_ms), made.seconds.toFixed(1))} · {say(common.as_of)} {assessment.as_of.slice(0, 16).replace("T", " ")} ·{" "}
          {say(assess_words.seed)} {assessment.seed}
        </span>
        <span class="grow" />
        <a class="button no-print" href={plan_link(incident.event, made)}>
          {say(assess_words.needs_to_plan)}
        </a>
      </div>
      <div class="columns assess-columns">
        <div>
          <AssessTable
            assessment={assessment}
            metric={metric}
            reports={all_reports}
            began={incident.start}
            selected={chosen?.code ?? ""}
            on_select={(code) => set_query({ place: code })}
          />
        </div>
        <div>
          <h3>
            {say(assess_words.evidence_bar)}: {chosen?.name} {metric_name(metric)}
          </h3>
          {chosen && <EvidenceBar figure={chosen} points={reported_of(all_reports, chosen.code, metric)} />}
          <Totals assessment={assessment} totals={totals} reports={reports} selected={chosen?.code ?? ""} />
          {assessment.hazard.kind === "earthquake" && <p class="note">
            {say(assess_words.two_models, number(assessment.deaths.pager_china), number(assessment.deaths.itb), Math.round(assessment.deaths.chance_of_none * 100))}
          </p>}
        </div>
      </div>
      {chosen && <LossByRound event={incident.event} code={chosen.code} metric={metric} reports={all_reports} parameters={made.parameters} />}
      <Grounds assessment={assessment} />
    </>
  );
}

function Totals({ assessment, totals, reports, selected }: { assessment: Assessment; totals: AssessedFigure[]; reports: Asked<ReportsDocument>; selected: string }) {
  const all_reports = reports.answer?.document.reports ?? [];
  return (
    <div class="table-box" tabIndex={0} role="region" aria-label={say(assess_words.counties)} style={{ maxHeight: "220px" }}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say(assess_words.counties)}</th>
            <th scope="col" class="number">P10</th>
            <th scope="col" class="number">P50</th>
            <th scope="col" class="number">P90</th>
          </tr>
        </thead>
        <tbody>
          {totals.map((figure) => (
            <tr aria-current={figure.code === selected ? "true" : undefined}>
              <td>
                <button type="button" class="plain" onClick={() => set_query({ place: figure.code })}>
                  {figure.name || figure.code}
                </button>
              </td>
              {[figure.p10, figure.p50, figure.p90].map((value) => (
                <td class="number">
                  <Why answer={() => why_assessed(assessment, figure, all_reports)}>{estimate(value)}</Why>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Where the model's parts come from, what was assumed, and which rows of the tables were used. */
function Grounds({ assessment }: { assessment: Assessment }) {
  const is_zh = language.value === "zh";
  return (
    <details>
      <summary>{say(assess_words.rules)}</summary>
      <p>
        {say(assess_words.hazard_source)}: {is_zh ? assessment.hazard.source : assessment.hazard.source_en}
      </p>
      <p>
        {say(assess_words.exposure)}: {is_zh ? assessment.exposure.source : assessment.exposure.source_en}（
        {say(assess_words.people_in, number(Math.round(assessment.exposure.people)))}
        {assessment.exposure.approximate && `，${say(assess_words.approximate)}`}）
      </p>
      {assessment.hazard.notes.map((note) => (
        <p class="note">{note}</p>
      ))}
      {assessment.hazard.assumed.length > 0 && (
        <p>
          {say(assess_words.assumed)}: {assessment.hazard.assumed.map(String).join("、")}
        </p>
      )}
      {assessment.unused_reports.length > 0 && (
        <p>
          {say(assess_words.unused)}: {assessment.unused_reports.join("、")}
        </p>
      )}
      {assessment.not_placed.length > 0 && <p>{say(assess_words.not_placed, assessment.not_placed.length)}</p>}
      <div class="table-box" tabIndex={0} role="region" aria-label={say(assess_words.rules)} style={{ maxHeight: "320px" }}>
        <table>
          <thead>
            <tr>
              <th scope="col">{say(common.rule)}</th>
              <th scope="col" class="number">{say(common.value)}</th>
              <th scope="col">{say(common.source)}</th>
              <th scope="col">{say(common.flag)}</th>
            </tr>
          </thead>
          <tbody>
            {assessment.rules.map((rule) => (
              <tr>
                <td>
                  {rule.table} {rule.row}
                </td>
                <td class="number">{rule.value}</td>
                <td>{rule.source}</td>
                <td>
                  {rule.flag} <FlagMark flag={rule.flag} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

/** Dispatch takes over with what this assessment was made of. */
function plan_link(event: string, made: Made): string {
  return plan_address(made.assessment.scenario ?? event, true);
}
