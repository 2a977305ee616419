// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { use_ask } from "../../api/use_ask";
import { look_back_at } from "../../app/address";
import type { JournalEvent } from "../../app/live";
import { ActButton } from "../../parts/act_button";
import { number } from "../../parts/marks";
import { Empty, Panel } from "../../parts/panel";
import { SignDialog, type SignAsk } from "../../parts/sign_dialog";
import { Why } from "../../parts/why";
import { age, date_time } from "../../time/instant";
import { common } from "../../words/common";
import { say } from "../../words/language";
import type { ContradictionRow, FieldReport, LevelsDocument, ReportFigure, ReportsDocument } from "./documents";
import { metric_name, report_kind, unit_name } from "./names";
import { urge_sign } from "./urge";
import { figure_words, metric_words } from "./words";

export const is_about_reports = (event: JournalEvent) =>
  event.operation.startsWith("report") || event.operation.startsWith("incident");

/** "75000" as officers read it; words such as 约 stay with it. */
export function shown_value(figure: ReportFigure): string {
  const digits = Number(figure.value);
  const text = Number.isFinite(digits) ? number(digits) : figure.value;
  const bound = figure.bound === "at_least" ? "≥ " : figure.bound === "at_most" ? "≤ " : "";
  return bound + text;
}

const order = Object.keys(metric_words);
function place_in_order(metric: string): number {
  const place = order.indexOf(metric);
  return place < 0 ? order.length : place;
}

/** Figures of every report, office beside office: never added up, never newest wins. */
export function Figures({ id }: { id: string }) {
  const at = look_back_at();
  const reports = use_ask<ReportsDocument>("report list", { event: id, at }, is_about_reports);
  const levels = use_ask<LevelsDocument>("level", { event: id, at }, is_about_reports);
  const [signing, set_signing] = useState<SignAsk | null>(null);
  const contradictions = levels.answer?.document.contradictions ?? [];
  return (
    <>
    <Panel
      title={say(figure_words.figures)}
      asked={reports}
      data_time={(document) => document.reports.map((report) => report.stat_time).sort().at(-1)}
      beside={<span class="note">{say(figure_words.never_summed)}</span>}
    >
      {(document) =>
        document.reports.length === 0 ? (
          <Empty why={say(figure_words.no_reports)} />
        ) : (
          <FigureTable id={id} reports={document.reports} contradictions={contradictions} sign={set_signing} />
        )
      }
    </Panel>
    {signing && <SignDialog sign={signing} on_done={() => set_signing(null)} on_close={() => set_signing(null)} />}
    </>
  );
}

interface FigureTableProps {
  id: string;
  reports: FieldReport[];
  contradictions: ContradictionRow[];
  sign: (sign: SignAsk) => void;
}

function FigureTable({ id, reports, contradictions, sign }: FigureTableProps) {
  const metrics = [...new Set(reports.flatMap((report) => report.figures.map((figure) => figure.metric)))].sort(
    (a, b) => place_in_order(a) - place_in_order(b),
  );
  const name_of = new Map(reports.map((report) => [report.unit, report.unit_name]));
  return (
    <div class="table-box figures">
      <table>
        <thead>
          <tr>
            <th scope="col">{say(figure_words.metric)}</th>
            {reports.map((report) => (
              <th scope="col" class="number">
                <ReportHead id={id} report={report} sign={sign} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {metrics.map((metric) => {
            const figures = reports.map((report) => report.figures.find((figure) => figure.metric === metric));
            const unit = figures.find((figure) => figure !== undefined)?.unit ?? "";
            const pairs = contradictions.filter((pair) => pair.metric === metric);
            return (
              <>
              <tr class={pairs.length > 0 ? "bad" : ""}>
                <th scope="row">
                  {metric_name(metric)}（{unit_name(unit)}）
                </th>
                {figures.map((figure, index) => {
                  const report = reports[index];
                  return (
                    <td class="number">
                      {figure && report ? (
                        <Why answer={() => why_of(report, figure)}>
                          {figure.value === "0" ? `0 ${say(common.zero_report)}` : shown_value(figure)}
                        </Why>
                      ) : (
                        <span title={say(common.not_reported)}>—</span>
                      )}
                    </td>
                  );
                })}
              </tr>
              {pairs.map((pair) => (
                <tr class="bad">
                  <td colSpan={reports.length + 1}>
                      <span class="mark late">▲ {say(figure_words.contradiction)}</span> {name_of.get(pair.scope) ?? pair.scope}{" "}
                      {say(
                        figure_words.contradictory,
                        pair.earlier.report,
                        number(pair.earlier.value),
                        pair.earlier.reporter,
                        pair.later.report,
                        number(pair.later.value),
                        pair.later.reporter,
                      )}
                      {" "}
                      <ActButton on_press={() => sign(explanation_asked(id, pair, name_of.get(pair.scope) ?? pair.scope))}>
                        {say(figure_words.ask_explanation)}
                      </ActButton>
                  </td>
                </tr>
              ))}
              </>
            );
          })}
        </tbody>
      </table>
      {contradictions.length > 0 && <p class="note">▲ {say(figure_words.what_to_do)}</p>}
    </div>
  );
}

function ReportHead({ id, report, sign }: { id: string; report: FieldReport; sign: (sign: SignAsk) => void }) {
  return (
    <>
      {report.report} {report.unit_name} {report_kind(report.kind)}
      <br />
      <span class="note">{report.reporter}</span>
      <br />
      <span class="note">
        {say(figure_words.stat_time)} {date_time(report.stat_time)}
      </span>
      {report.corrected_by && <div class="note">{say(figure_words.corrected, report.corrected_by)}</div>}
      {report.corrects && <div class="note">{say(figure_words.corrects, report.corrects)}</div>}
      {report.counts_since && <div class="note">※ {say(figure_words.several_events)}</div>}
      {report.explanations.length > 0 && (
        <div class="note">
          {say(figure_words.explanations)} {number(report.explanations.length)}
        </div>
      )}
      <br />
      <ActButton
        on_press={() =>
          sign({
            title: say(figure_words.note_explanation_of, report.report),
            verb: say(figure_words.note_explanation_of, report.report),
            what: `${report.report} ${report.unit_name} ${report.reporter}`,
            how_many: report.explanations.join("；"),
            operation: "report note",
            parameters: { event: id, report: report.report },
            specs: [{ name: "text", label: say(figure_words.explanation), kind: "long", required: true }],
          })
        }
      >
        {say(figure_words.note_explanation)}
      </ActButton>
    </>
  );
}

function explanation_asked(id: string, pair: ContradictionRow, unit: string): SignAsk {
  const metric = metric_name(pair.metric);
  const words = say(
    figure_words.contradictory,
    pair.earlier.report,
    number(pair.earlier.value),
    pair.earlier.reporter,
    pair.later.report,
    number(pair.later.value),
    pair.later.reporter,
  );
  return urge_sign({
    event: id,
    title: say(figure_words.ask_explanation_of, pair.later.reporter, metric),
    to: pair.later.reporter,
    words: `${unit} ${metric}: ${words}. ${say(figure_words.ask_explanation)}`,
  });
}

function why_of(report: FieldReport, figure: ReportFigure) {
  return {
    title: `${report.unit_name} ${metric_name(figure.metric)}`,
    value: `${shown_value(figure)} ${unit_name(figure.unit)}`,
    formula: say(figure_words.counted),
    inputs: [
      {
        name: report.report,
        value: figure.words !== "" ? say(figure_words.as_said, report.reporter, figure.words) : `${report.reporter}: ${shown_value(figure)}`,
        at: `${say(figure_words.stat_time)} ${date_time(report.stat_time)}`,
        source: report.source,
        flag: report.flag,
      },
      { name: say(figure_words.received), value: `${date_time(report.received_at)}（${age(report.received_at)}）` },
      { name: say(figure_words.exactness), value: figure.exactness },
      ...(report.note ? [{ name: say(common.reason), value: report.note }] : []),
      ...report.explanations.map((text) => ({ name: say(figure_words.explanation), value: text })),
    ],
    changes: say(figure_words.would_change),
  };
}
