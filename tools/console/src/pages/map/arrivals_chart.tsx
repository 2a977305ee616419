// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { Table } from "../../parts/table";
import { number } from "../../parts/marks";
import { date_time, in_beijing, to_ms } from "../../time/instant";
import { common } from "../../words/common";
import { language, say, type Word } from "../../words/language";
import type { ArrivalPoint } from "./arrivals";

export const arrival_words = {
  question: ["{0}：到得上吗？已发、已到占需求的份额", "{0}: will it be there in time? Share of the need sent and received"],
  sent: ["已发", "Sent"],
  received: ["已到", "Received"],
  need: ["需求 100%", "Need 100%"],
  sentence: ["{0} 时：已发 {1}，已到 {2}", "At {0}: sent {1}, received {2}"],
  none: ["还没有需求或发货。", "There is no need and nothing was sent yet."],
  reading: ["正在逐时读取 {0}/{1}", "Reading moment by moment {0}/{1}"],
  people: ["转移人数", "Relocated"],
} as const satisfies Record<string, Word>;

function percent(value: number | null): string {
  return value === null ? "—" : `${Math.round(value * 100)}%`;
}

function beijing(seconds: number): string {
  const at = in_beijing(seconds * 1000);
  const two = (part: number) => String(part).padStart(2, "0");
  return at.hour === 0 && at.minute === 0 ? `${two(at.month)}-${two(at.day)}` : `${two(at.hour)}:${two(at.minute)}`;
}

interface ArrivalsChartProps {
  points: ArrivalPoint[];
  as_table: boolean;
  height: number;
  /** 1 on a desk; more on the wall. */
  scale?: number;
}

/** Steps: what was sent and what was there, until now; the need is the line at the top. */
export function ArrivalsChart({ points, as_table, height, scale = 1 }: ArrivalsChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const key = JSON.stringify([points, language.value, as_table]);
  const last = [...points].reverse().find((point) => point.covered !== null);
  useEffect(() => {
    if (!place.current || as_table || points.length === 0) {
      return;
    }
    const box = place.current;
    const font = `${12 * scale}px "Microsoft YaHei","Noto Sans CJK SC","WenQuanYi Micro Hei",sans-serif`;
    const steps = uPlot.paths.stepped?.({ align: 1 });
    const line = (label: string, width: number, dash?: number[]): uPlot.Series => ({
      label,
      stroke: "#1F2328",
      width: width * scale,
      points: { show: false },
      ...(dash ? { dash: dash.map((part) => part * scale) } : {}),
      ...(steps ? { paths: steps } : {}),
    });
    const axis = { font, stroke: "#1F2328", grid: { stroke: "#D5D9DD", width: scale } };
    const chart = new uPlot(
      {
        width: box.clientWidth,
        height,
        legend: { show: false },
        cursor: { show: scale === 1 },
        scales: { x: { time: true }, y: { range: [0, 1.05] } },
        axes: [
          { ...axis, size: 30 * scale, space: 70 * scale, values: (_, splits) => splits.map(beijing) },
          { ...axis, size: 48 * scale, space: 30 * scale, values: (_, splits) => splits.map((part) => percent(part)) },
        ],
        series: [{}, line(say(arrival_words.need), 1, [2, 4]), line(say(arrival_words.sent), 2, [8, 5]), line(say(arrival_words.received), 3)],
        hooks: {
          draw: [
            (drawn) => {
              const pen = drawn.ctx;
              pen.save();
              pen.font = `600 ${12 * scale * devicePixelRatio}px sans-serif`;
              pen.fillStyle = "#1F2328";
              pen.textAlign = "right";
              for (const [series, word] of [
                [2, arrival_words.sent],
                [3, arrival_words.received],
              ] as const) {
                const values = drawn.data[series] as (number | null)[];
                const value = [...values].reverse().find((one) => one !== null && one !== undefined);
                if (value !== undefined && value !== null) {
                  const y = drawn.valToPos(value, "y", true);
                  pen.fillText(`${say(word)} ${percent(value)}`, drawn.bbox.left + drawn.bbox.width - 4, y - 6 * scale);
                }
              }
              pen.restore();
            },
          ],
        },
      },
      [
        points.map((point) => (to_ms(point.at) ?? 0) / 1000),
        points.map((point) => (point.people === null ? null : 1)),
        points.map((point) => point.sent),
        points.map((point) => point.covered),
      ],
      box,
    );
    const resized = new ResizeObserver(() => chart.setSize({ width: box.clientWidth, height }));
    resized.observe(box);
    return () => {
      resized.disconnect();
      chart.destroy();
    };
  }, [key, height, scale]);
  if (points.length === 0) {
    return <p class="empty">{say(arrival_words.none)}</p>;
  }
  if (as_table) {
    return (
      <Table
        label={say(arrival_words.received)}
        rows={points}
        columns={[
          { name: say(common.time), value: (point) => point.at, show: (point) => date_time(point.at) },
          { name: say(arrival_words.people), value: (point) => point.people, number: true, show: (point) => number(point.people) },
          { name: say(arrival_words.sent), value: (point) => point.sent, number: true, show: (point) => percent(point.sent) },
          { name: say(arrival_words.received), value: (point) => point.covered, number: true, show: (point) => percent(point.covered) },
        ]}
        key_of={(point) => point.at}
        empty={say(arrival_words.none)}
      />
    );
  }
  const sentence = last ? say(arrival_words.sentence, date_time(last.at), percent(last.sent), percent(last.covered)) : say(arrival_words.none);
  return (
    <figure>
      <div ref={place} role="img" aria-label={sentence} />
      <figcaption class="note">
        ━ {say(arrival_words.received)} · ┅ {say(arrival_words.sent)} · ⋯ {say(arrival_words.need)}。{sentence}
      </figcaption>
    </figure>
  );
}
