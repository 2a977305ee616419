// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from "preact/hooks";
import { on_key } from "../../app/keys";
import { Problem } from "../../api/problem";
import { ActButton } from "../../parts/act_button";
import { estimate, number } from "../../parts/marks";
import { ProblemBox } from "../../parts/panel";
import { Table } from "../../parts/table";
import { date_time, to_ms } from "../../time/instant";
import { common } from "../../words/common";
import { language, say } from "../../words/language";
import { begin, rounds_of } from "./assess_run";
import { assess_words } from "./assess_words";
import { reported_of } from "./assess_table";
import type { Assessment, FieldReport } from "./documents";
import type { Parameters } from "../../api/client";
import { metric_name, unit_name, unit_of_metric } from "./names";

interface LossChartProps {
  event: string;
  code: string;
  metric: string;
  reports: FieldReport[];
  parameters: Parameters;
}

/** Does the estimate narrow with each round of reports, and who contradicts it. One assessment a round. */
export function LossByRound({ event, code, metric, reports, parameters }: LossChartProps) {
  const [progress, set_progress] = useState("");
  const [problem, set_problem] = useState<Problem | null>(null);
  const [as_table, set_as_table] = useState(false);
  const stop = useRef<() => void>(() => {});
  const is_stopped = useRef(false);
  useEffect(() => on_key("KeyT", () => set_as_table((now) => !now)), []);
  useEffect(
    () => () => {
      is_stopped.current = true;
      stop.current();
    },
    [],
  );
  const rounds = rounds_of.value[event] ?? [];
  const in_order = [...reports].sort((a, b) => (to_ms(a.received_at) ?? 0) - (to_ms(b.received_at) ?? 0));
  const run = async () => {
    set_problem(null);
    is_stopped.current = false;
    const made: { report: FieldReport; assessment: Assessment }[] = [];
    try {
      for (const report of in_order) {
        if (is_stopped.current) {
          break;
        }
        set_progress(`${report.report} ${made.length + 1}/${in_order.length}`);
        const job = begin({ ...parameters, geojson: "", at: report.received_at }, () => {});
        stop.current = job.stop;
        made.push({ report, assessment: (await job.answer).document });
      }
      rounds_of.value = { ...rounds_of.value, [event]: made };
    } catch (failure) {
      if (!(failure instanceof Problem)) {
        throw failure;
      }
      set_problem(failure);
    } finally {
      set_progress("");
    }
  };
  const rows = rounds.flatMap(({ report, assessment }) => {
    const figure =
      assessment.totals.find((one) => one.code === code && one.metric === metric) ??
      assessment.units.find((one) => one.code === code && one.metric === metric);
    return figure ? [{ report, figure }] : [];
  });
  const points = rows.flatMap(({ report }, round) =>
    reported_of([report], code, metric).map((point) => ({ round, value: point.value, name: point.reporter })),
  );
  const first = rows[0]?.figure;
  const last = rows.at(-1)?.figure;
  const spread = (band: { p10: number; p90: number } | undefined) => (band && band.p10 > 0 ? (band.p90 / band.p10).toFixed(1) : "—");
  return (
    <div>
      <h3>{say(assess_words.loss_by_round)}</h3>
      <div class="acts no-print">
        <ActButton busy={progress !== ""} on_press={() => void run()}>
          {say(assess_words.assess_rounds, in_order.length)}
        </ActButton>
        {progress !== "" && (
          <>
            <span role="status">{progress}</span>
            <button
              type="button"
              onClick={() => {
                is_stopped.current = true;
                stop.current();
              }}
            >
              {say(common.cancel_work)}
            </button>
          </>
        )}
        {rows.length > 0 && (
          <button type="button" onClick={() => set_as_table(!as_table)}>
            {say(as_table ? assess_words.as_chart : assess_words.as_table)} (T)
          </button>
        )}
      </div>
      {problem && <ProblemBox problem={problem} />}
      {rows.length > 0 && (
        <>
          <p class="note">{say(assess_words.round_sentence, rows.length, spread(first), spread(last))}</p>
          {as_table ? (
            <Table
              label={say(assess_words.loss_by_round)}
              rows={rows}
              columns={[
                { name: say(assess_words.round), value: (row) => `${row.report.report} ${date_time(row.report.stat_time)}` },
                { name: "P10", value: (row) => row.figure.p10, number: true, show: (row) => estimate(row.figure.p10) },
                { name: "P50", value: (row) => row.figure.p50, number: true, show: (row) => estimate(row.figure.p50) },
                { name: "P90", value: (row) => row.figure.p90, number: true, show: (row) => estimate(row.figure.p90) },
                {
                  name: say(assess_words.reported_value),
                  value: (row) => reported_of([row.report], code, metric)[0]?.value ?? null,
                  number: true,
                  show: (row) => reported_of([row.report], code, metric).map((point) => `${number(point.value)} ${point.reporter}`).join("；") || "—",
                },
              ]}
              key_of={(row) => row.report.report}
              empty={say(assess_words.not_in_table)}
            />
          ) : (
            <Drawing rows={rows} points={points} metric={metric} />
          )}
        </>
      )}
    </div>
  );
}

interface DrawingProps {
  rows: { report: FieldReport; figure: { name: string; p10: number; p50: number; p90: number } }[];
  points: { round: number; value: number; name: string }[];
  metric: string;
}

function Drawing({ rows, points, metric }: DrawingProps) {
  const place = useRef<HTMLDivElement>(null);
  const [failure, set_failure] = useState("");
  const drawn = JSON.stringify([rows.map((row) => [row.report.report, row.figure.p10, row.figure.p50, row.figure.p90]), points, language.value]);
  useEffect(() => {
    let end = () => {};
    let is_over = false;
    import("./loss_echarts")
      .then(({ draw_rounds }) => {
        if (place.current && !is_over) {
          end = draw_rounds(
            place.current,
            rows.map(({ report, figure }) => ({ name: `${report.report}\n${date_time(report.stat_time)}`, p10: figure.p10, p50: figure.p50, p90: figure.p90 })),
            points,
            { unit: unit_name(unit_of_metric(metric)), band: say(assess_words.band), middle: say(assess_words.middle) },
          );
        }
      })
      .catch((problem: unknown) => set_failure(String(problem)));
    return () => {
      is_over = true;
      end();
    };
  }, [drawn]);
  const sentence = rows.map((row) => `${row.report.report} ${estimate(row.figure.p50)}（${estimate(row.figure.p10)}–${estimate(row.figure.p90)}）`).join("；");
  return (
    <figure>
      {failure && <p role="alert">{failure}</p>}
      <div ref={place} class="loss-chart" role="img" aria-label={`${metric_name(metric)}: ${sentence}`} />
      <figcaption class="note">
        ○ P50 · ┃ P10–P90 · ◆ {say(assess_words.report_points)}
      </figcaption>
    </figure>
  );
}
