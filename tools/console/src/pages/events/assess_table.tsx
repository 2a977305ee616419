// SPDX-License-Identifier: Apache-2.0
import { query, set_query } from "../../app/address";
import { estimate, FlagMark, number } from "../../parts/marks";
import { Table, type Column } from "../../parts/table";
import { Why, type WhyAnswer } from "../../parts/why";
import { duration, to_ms } from "../../time/instant";
import { common } from "../../words/common";
import { say } from "../../words/language";
import { assess_words } from "./assess_words";
import type { ReportedPoint } from "./evidence_bar";
import type { Assessment, AssessedFigure, FieldReport } from "./documents";
import { metric_name, unit_name, unit_of_metric } from "./names";

/** What offices reported of a place and metric, in the order it came. */
export function reported_of(reports: FieldReport[], code: string, metric: string): (ReportedPoint & { source: string; flag: string; at: string })[] {
  return reports.flatMap((report) =>
    report.unit !== code
      ? []
      : report.figures
          .filter((figure) => figure.metric === metric && Number.isFinite(Number(figure.value)))
          .map((figure) => ({
            report: report.report,
            reporter: report.reporter,
            value: Number(figure.value),
            source: report.source,
            flag: report.flag,
            at: report.stat_time,
          })),
  );
}

export function why_assessed(assessment: Assessment, figure: AssessedFigure, reports: FieldReport[]): WhyAnswer {
  const unit = unit_name(unit_of_metric(figure.metric));
  return {
    title: `${figure.name} ${metric_name(figure.metric)}`,
    value: `P50 ${number(figure.p50)}（P10 ${number(figure.p10)} – P90 ${number(figure.p90)}）${unit}`,
    formula: say(assess_words.drawn, number(assessment.draws), assessment.seed),
    inputs: [
      {
        name: say(assess_words.prior),
        value: `P50 ${number(figure.prior.p50)}（${number(figure.prior.p10)} – ${number(figure.prior.p90)}）`,
      },
      ...(figure.hazard === undefined
        ? []
        : [{ name: say(assess_words.hazard_here), value: `${figure.hazard} ${assessment.hazard.driver}`, source: assessment.hazard.source }]),
      ...reported_of(reports, figure.code, figure.metric)
        .filter((point) => figure.evidence.includes(point.report))
        .map((point) => ({
          name: `${say(assess_words.evidence)} ${point.report}`,
          value: `${number(point.value)} ${point.reporter}`,
          at: point.at,
          source: point.source,
          flag: point.flag,
        })),
      ...assessment.rules
        .filter((rule) => rule.row.includes(figure.metric) || rule.row.startsWith("vulnerability") || rule.table === "people_effects")
        .map((rule) => ({ name: rule.row, value: number(rule.value), rule: rule.table, source: rule.source, flag: rule.flag })),
    ],
    changes: say(assess_words.changes),
  };
}

interface AssessTableProps {
  assessment: Assessment;
  metric: string;
  reports: FieldReport[];
  began: string;
  selected: string;
  on_select: (code: string) => void;
}

/** P10, P50, P90 of each township beside what was reported there and which evidence moved it. */
export function AssessTable({ assessment, metric, reports, began, selected, on_select }: AssessTableProps) {
  const only_silent = query("silent") === "1";
  const by_width = query("sort") === "width";
  const figures = assessment.units.filter((figure) => figure.metric === metric);
  const is_silent = (figure: AssessedFigure) => !reports.some((report) => report.unit === figure.code);
  const silent_count = figures.filter(is_silent).length;
  const shown = figures.filter((figure) => !only_silent || is_silent(figure));
  if (by_width) {
    shown.sort((a, b) => b.p90 - b.p10 - (a.p90 - a.p10));
  } else {
    shown.sort((a, b) => b.p50 - a.p50);
  }
  const silent_for = duration((to_ms(assessment.as_of) ?? 0) - (to_ms(began) ?? 0));
  const unit = unit_name(unit_of_metric(metric));
  const band = (name: string, of: (figure: AssessedFigure) => number): Column<AssessedFigure> => ({
    name: `${name}（${unit}）`,
    value: of,
    number: true,
    show: (figure) => <Why answer={() => why_assessed(assessment, figure, reports)}>{estimate(of(figure))}</Why>,
  });
  return (
    <Table
      label={`${say(assess_words.units)} ${metric_name(metric)}`}
      rows={shown}
      columns={[
        { name: say(assess_words.township), value: (figure) => figure.name || figure.code },
        band("P10", (figure) => figure.p10),
        band("P50", (figure) => figure.p50),
        band("P90", (figure) => figure.p90),
        {
          name: `${say(assess_words.reported)}（${unit}）`,
          value: (figure) => reported_of(reports, figure.code, metric).at(-1)?.value ?? null,
          number: true,
          show: (figure) => {
            const points = reported_of(reports, figure.code, metric);
            return points.length === 0
              ? "—"
              : points.map((point) => (
                  <div>
                    {point.report} {number(point.value)} <FlagMark flag={point.flag} />
                  </div>
                ));
          },
        },
        {
          name: say(assess_words.evidence),
          value: (figure) => figure.evidence.join(" "),
          show: (figure) =>
            figure.evidence.length > 0
              ? say(assess_words.used, figure.evidence.join(" "))
              : is_silent(figure)
                ? say(assess_words.silent_for, silent_for)
                : say(common.not_reported),
        },
      ]}
      key_of={(figure) => figure.code}
      selected={selected}
      on_open={(figure) => on_select(figure.code)}
      empty={say(assess_words.not_in_table)}
      height={430}
      filter
      tools={
        <>
          <label class="tick">
            <input type="checkbox" checked={only_silent} onChange={(event) => set_query({ silent: event.currentTarget.checked ? "1" : "" })} />
            {say(assess_words.only_silent, silent_count)}
          </label>
          <label class="tick">
            <input type="checkbox" checked={by_width} onChange={(event) => set_query({ sort: event.currentTarget.checked ? "width" : "" })} />
            {say(assess_words.by_width)}
          </label>
        </>
      }
    />
  );
}
