// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

interface BarsProps {
  /** The question the chart answers, and its sentence for who cannot see it. */
  title: string;
  sentence: string;
  /** Under each bar. */
  names: string[];
  x_name: string;
  series: { name: string; values: number[] }[];
  /** Unit of the values, at the axis. */
  unit: string;
  height?: number;
}

const strokes = ["#4A5158", "#1F4E79"];
const fills = ["#C9D3DB", "#1F4E79"];

/** Bars that begin at 0, side by side; arrows move a read-out. A table of the same figures stands behind T. */
export function Bars({ title, sentence, names, x_name, series, unit, height = 220 }: BarsProps) {
  const box = useRef<HTMLDivElement>(null);
  const text = JSON.stringify([names, series, unit]);
  useEffect(() => {
    const element = box.current;
    if (!element || names.length === 0) {
      return;
    }
    const font = '12px "Microsoft YaHei","Noto Sans CJK SC","WenQuanYi Micro Hei",sans-serif';
    const options: uPlot.Options = {
      width: element.clientWidth,
      height,
      cursor: { drag: { x: false, y: false } },
      legend: { live: true },
      scales: {
        x: { time: false, range: [-0.6, names.length - 0.4] },
        y: { range: (_, _low, high) => [0, high * 1.1 || 1] },
      },
      axes: [
        {
          font,
          splits: () => names.map((_, index) => index),
          values: (_, splits) => splits.map((index) => names[index] ?? ""),
          grid: { show: false },
        },
        { font, size: 70, values: (_, splits) => splits.map((value) => value.toLocaleString("en-US")) },
      ],
      series: [
        { label: x_name, value: (_, index) => (index === null ? "—" : (names[index] ?? "—")) },
        ...series.map((one, index): uPlot.Series => ({
          label: `${one.name}（${unit}）`,
          stroke: strokes[index] ?? "#1F2328",
          fill: fills[index] ?? "#1F2328",
          ...(uPlot.paths.bars ? { paths: uPlot.paths.bars({ size: [0.38, 60], align: index === 0 ? -1 : 1 }) } : {}),
          points: { show: false },
          value: (_, value) => (value === null ? "—" : value.toLocaleString("en-US")),
        })),
      ],
    };
    const plot = new uPlot(options, [names.map((_, index) => index), ...series.map((one) => one.values)], element);
    let at = names.length - 1;
    const walk = (event: KeyboardEvent) => {
      const step = event.code === "ArrowRight" ? 1 : event.code === "ArrowLeft" ? -1 : 0;
      if (step !== 0) {
        event.preventDefault();
        at = Math.max(0, Math.min(names.length - 1, at + step));
        plot.setCursor({ left: plot.valToPos(at, "x"), top: 10 });
      }
    };
    element.addEventListener("keydown", walk);
    const resize = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    resize.observe(element);
    return () => {
      element.removeEventListener("keydown", walk);
      resize.disconnect();
      plot.destroy();
    };
  }, [text, height]);
  return (
    <figure>
      <figcaption>
        <b>{title}</b> <span class="note">{sentence}</span>
      </figcaption>
      <div ref={box} tabIndex={0} role="img" aria-label={`${title} ${sentence}`} />
    </figure>
  );
}
