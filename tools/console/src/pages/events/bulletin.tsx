// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { use_ask } from "../../api/use_ask";
import { look_back_at } from "../../app/address";
import { person_name } from "../../app/state";
import { use_draft } from "../../parts/form";
import { estimate, FlagMark, response_level } from "../../parts/marks";
import { Panel } from "../../parts/panel";
import { date_time, server_now } from "../../time/instant";
import { common } from "../../words/common";
import { say, type Word } from "../../words/language";
import { made_of } from "./assess_run";
import { BulletinMap } from "./bulletin_map";
import type { FieldReport, Incident, LevelsDocument, ReportsDocument, ResponsesDocument } from "./documents";
import { is_about_reports, shown_value } from "./figures";
import { is_about_responses } from "./levels";
import { metric_name, report_kind, unit_name, unit_of_metric } from "./names";
import { event_words } from "./words";

const bulletin_words = {
  title: ["灾情通报", "Situation bulletin"],
  number: ["期号", "Number"],
  issue: ["第 {0} 期", "No. {0}"],
  figures_until: ["数字截至 {0}", "Figures as of {0}"],
  before: ["前言（可改，数字不在此处）", "Opening words (to be edited; no figures here)"],
  after: ["后文（可改）", "Closing words (to be edited)"],
  next: ["下期时间", "Next issue"],
  next_at: ["下期 {0}", "Next issue {0}"],
  by_report: ["{0} {1}{2}（数据截至 {3}）报：{4}。", "{0} {1} {2} (counted to {3}) reports: {4}."],
  begin: ["{0} 起，{1}。", "Since {0}: {1}."],
  response: ["现行响应：{0}。", "Response in force: {0}."],
  no_response: ["未启动救灾应急响应。", "No relief response is in force."],
  contradicts: ["各机关数字有 {0} 处不符，并列于后，须请书面说明。", "The offices disagree in {0} places; the figures stand side by side below; an explanation is due."],
  estimate: ["模型估计（未经核实）：{0} P50 {1}（P10 {2} – P90 {3}）{4}。", "Model estimate (unverified): {0} P50 {1} (P10 {2} to P90 {3}) {4}."],
  text: ["正文", "Text"],
  table: ["各报数字", "Figures by report"],
  printed: ["打印 {0}，{1}", "Printed {0} by {1}"],
  made_for: ["编者的话随草稿保存在本机，数字每次取自账上", "Your words are kept as a draft here; the figures come from the books each time"],
} as const satisfies Record<string, Word>;

/** A bulletin whose figures come from the books; only the words around them are typed. */
export function BulletinPart({ incident }: { incident: Incident }) {
  const id = incident.event;
  const at = look_back_at();
  const reports = use_ask<ReportsDocument>("report list", { event: id, at }, is_about_reports);
  const levels = use_ask<LevelsDocument>("level", { event: id, at }, is_about_responses);
  const responses = use_ask<ResponsesDocument>("level list", { event: id, at }, is_about_responses);
  const draft = use_draft(`bulletin.${id}`, { number: "1", before: "", after: "", next: "" });
  const [printed, set_printed] = useState("");
  const field = (name: "number" | "next" | "before" | "after", word: Word, is_long: boolean) => (
    <div class="field">
      <label for={`bulletin-${name}`}>{say(word)}</label>
      {is_long ? (
        <textarea id={`bulletin-${name}`} value={draft.fields[name]} onInput={(event) => draft.set({ [name]: event.currentTarget.value })} />
      ) : (
        <input id={`bulletin-${name}`} type="text" value={draft.fields[name]} onInput={(event) => draft.set({ [name]: event.currentTarget.value })} />
      )}
    </div>
  );
  return (
    <>
      <section class="panel no-print" aria-label={say(event_words.make_bulletin)} tabIndex={-1} data-panel>
        <div class="fields">
          {field("number", bulletin_words.number, false)}
          {field("next", bulletin_words.next, false)}
          {field("before", bulletin_words.before, true)}
          {field("after", bulletin_words.after, true)}
        </div>
        <div class="acts">
          <button
            type="button"
            class="primary"
            onClick={() => {
              set_printed(date_time(server_now()));
              setTimeout(() => print(), 0);
            }}
          >
            {say(event_words.print_bulletin)} (P)
          </button>
          <span class="note">
            {say(bulletin_words.made_for)} {draft.kept_at && say(common.draft_kept, draft.kept_at)}
          </span>
        </div>
      </section>
      <Panel title={say(bulletin_words.title)} asked={reports} class="bulletin">
        {(document) => (
          <article class="paper">
            <p class="paper-mark">{say(common.internal_use)}</p>
            <h1 class="paper-title">
              {incident.name || incident.event} {say(bulletin_words.title)}
            </h1>
            <p class="paper-line">
              <span>{say(bulletin_words.issue, draft.fields.number || "—")}</span>
              <span>{say(bulletin_words.figures_until, date_time(last_stat(document.reports)))}</span>
              <span>{say(common.province)}</span>
            </p>
            {draft.fields.before && <p>{draft.fields.before}</p>}
            <p>{paragraph(incident, document.reports, levels.answer?.document, responses.answer?.document)}</p>
            <Estimate id={id} />
            {draft.fields.after && <p>{draft.fields.after}</p>}
            <h2>{say(bulletin_words.table)}</h2>
            <BulletinTable reports={document.reports} levels={levels.answer?.document} />
            <BulletinMap event={id} />
            <p class="paper-line">
              {draft.fields.next && <span>{say(bulletin_words.next_at, draft.fields.next)}</span>}
              <span>{say(bulletin_words.printed, printed || date_time(server_now()), person_name.value)}</span>
            </p>
          </article>
        )}
      </Panel>
    </>
  );
}

function last_stat(reports: FieldReport[]): string | null {
  return reports.map((report) => report.stat_time).sort().at(-1) ?? null;
}

/** The last report of each office stands; corrected ones are left out. */
function standing_reports(reports: FieldReport[]): FieldReport[] {
  const last = new Map<string, FieldReport>();
  for (const report of reports) {
    if (report.corrected_by === null) {
      last.set(`${report.reporter} ${report.unit}`, report);
    }
  }
  return [...last.values()];
}

function paragraph(incident: Incident, reports: FieldReport[], levels: LevelsDocument | undefined, responses: ResponsesDocument | undefined): string {
  const told = standing_reports(reports).map((report) =>
    say(
      bulletin_words.by_report,
      report.unit_name,
      report.reporter,
      report_kind(report.kind),
      date_time(report.stat_time),
      report.figures.map((figure) => `${metric_name(figure.metric)} ${shown_value(figure)} ${unit_name(figure.unit)}`).join("，"),
    ),
  );
  const in_force = (responses?.responses ?? []).filter((row) => row.level > 0);
  const disagreeing = levels?.contradictions.length ?? 0;
  return [
    say(bulletin_words.begin, date_time(incident.start), incident.name || incident.event),
    ...told,
    in_force.length > 0
      ? say(bulletin_words.response, in_force.map((row) => `${row.scope_name} ${response_level(row.level)}（${row.plan}）`).join("，"))
      : say(bulletin_words.no_response),
    disagreeing > 0 ? say(bulletin_words.contradicts, disagreeing) : "",
  ].join("");
}

function Estimate({ id }: { id: string }) {
  const made = made_of.value[id];
  const figure = made?.assessment.totals.find((total) => total.metric === "relocated");
  return figure ? (
    <p>
      {say(
        bulletin_words.estimate,
        metric_name(figure.metric),
        estimate(figure.p50),
        estimate(figure.p10),
        estimate(figure.p90),
        unit_name(unit_of_metric(figure.metric)),
      )}
    </p>
  ) : null;
}

function BulletinTable({ reports, levels }: { reports: FieldReport[]; levels: LevelsDocument | undefined }) {
  const metrics = [...new Set(reports.flatMap((report) => report.figures.map((figure) => figure.metric)))];
  const contradicted = new Set((levels?.contradictions ?? []).map((pair) => pair.metric));
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{say(common.value)}</th>
          {reports.map((report) => (
            <th scope="col" class="number">
              {report.report} {report.unit_name}
              <br />
              {report.reporter}
              <br />
              {date_time(report.stat_time)} <FlagMark flag={report.flag} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {metrics.map((metric) => {
          const unit = reports.flatMap((report) => report.figures).find((figure) => figure.metric === metric)?.unit ?? "";
          return (
            <tr>
              <th scope="row">
                {contradicted.has(metric) && "▲ "}
                {metric_name(metric)}（{unit_name(unit)}）
              </th>
              {reports.map((report) => {
                const figure = report.figures.find((one) => one.metric === metric);
                return <td class="number">{figure ? shown_value(figure) : "—"}</td>;
              })}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
