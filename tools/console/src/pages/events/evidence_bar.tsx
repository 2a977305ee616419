// SPDX-License-Identifier: Apache-2.0
import { estimate, number } from "../../parts/marks";
import { say } from "../../words/language";
import { assess_words } from "./assess_words";
import type { AssessedFigure, Band } from "./documents";
import { metric_name, unit_name, unit_of_metric } from "./names";

export interface ReportedPoint {
  report: string;
  reporter: string;
  value: number;
}

const width = 420;
const left = 76;
const right = 12;

/** Past two decades a band is drawn on a logarithmic scale: else its lower end cannot be seen. */
function scale_of(values: number[]): { x: (value: number) => number; is_log: boolean; top: number; bottom: number } {
  const positive = values.filter((value) => value > 0);
  const top = Math.max(1, ...values);
  const least = positive.length > 0 ? Math.min(...positive) : 1;
  const is_log = top / least > 100 && values.every((value) => value > 0);
  const bottom = is_log ? least : 0;
  const span = width - left - right;
  const part = (value: number) =>
    is_log ? Math.log(Math.max(value, bottom) / bottom) / Math.log(top / bottom || 2) : value / top;
  return { x: (value) => left + span * Math.min(1, Math.max(0, part(value))), is_log, top, bottom };
}

function Row({ band, y, name, x }: { band: Band; y: number; name: string; x: (value: number) => number }) {
  return (
    <g>
      <text x={left - 8} y={y + 4} text-anchor="end">
        {name}
      </text>
      <line x1={x(band.p10)} x2={x(band.p90)} y1={y} y2={y} stroke="#4A5158" stroke-width="4" />
      <line x1={x(band.p10)} x2={x(band.p10)} y1={y - 7} y2={y + 7} stroke="#4A5158" stroke-width="2" />
      <line x1={x(band.p90)} x2={x(band.p90)} y1={y - 7} y2={y + 7} stroke="#4A5158" stroke-width="2" />
      <circle cx={x(band.p50)} cy={y} r="6" fill="#fff" stroke="#1F2328" stroke-width="2" />
    </g>
  );
}

/** Prior above, after the reports below, reports as diamonds with their number; the sentence says the same. */
export function EvidenceBar({ figure, points }: { figure: AssessedFigure; points: ReportedPoint[] }) {
  const values = [figure.prior, figure].flatMap((band) => [band.p10, band.p50, band.p90]);
  const { x, is_log, top, bottom } = scale_of([...values, ...points.map((point) => point.value)]);
  const told = points.map((point) => `${point.report} ${point.reporter} ${number(point.value)}`).join("；");
  const sentence = say(
    assess_words.bar_sentence,
    figure.name,
    `${metric_name(figure.metric)}（${unit_name(unit_of_metric(figure.metric))}）`,
    estimate(figure.prior.p50),
    estimate(figure.prior.p10),
    estimate(figure.prior.p90),
    estimate(figure.p50),
    estimate(figure.p10),
    `${estimate(figure.p90)}`,
    told === "" ? "" : `${say(assess_words.reported_value)}: ${told}`,
  );
  return (
    <figure>
      <svg class="evidence-bar" viewBox={`0 0 ${width} 132`} role="img" aria-label={sentence}>
        <Row band={figure.prior} y={18} name={say(assess_words.prior)} x={x} />
        <Row band={figure} y={48} name={say(assess_words.after)} x={x} />
        {points.length > 0 && (
          <text x={left - 8} y={82} text-anchor="end">
            {say(assess_words.reported_value)}
          </text>
        )}
        {points.map((point, index) => (
          <g>
            <path d={`M${x(point.value)} 70l7 7-7 7-7-7z`} fill="#1F2328" />
            <text x={x(point.value)} y={index % 2 === 0 ? 66 : 97} text-anchor="middle">
              {point.report}
            </text>
          </g>
        ))}
        <line x1={left} x2={width - right} y1={106} y2={106} stroke="#7A828B" />
        <text x={left} y={122}>
          {number(bottom)}
        </text>
        <text x={width - right} y={122} text-anchor="end">
          {estimate(top)}
          {is_log ? " (log)" : ""}
        </text>
      </svg>
      <figcaption class="note">{sentence}</figcaption>
    </figure>
  );
}
