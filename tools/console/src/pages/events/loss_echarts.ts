// SPDX-License-Identifier: Apache-2.0
// ECharts, its own chunk of the bundle: only this chart uses it.
import { CustomChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, TooltipComponent } from "echarts/components";
import { init, use, type ECharts } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([LineChart, ScatterChart, CustomChart, GridComponent, TooltipComponent, CanvasRenderer]);

export interface RoundBand {
  name: string;
  p10: number;
  p50: number;
  p90: number;
}
export interface RoundPoint {
  round: number;
  value: number;
  name: string;
}
export interface RoundWords {
  unit: string;
  band: string;
  middle: string;
}

const text_style = { fontSize: 12, color: "#1F2328" };

/** Draws bands and reported values by round; logarithmic past two decades. */
export function draw_rounds(place: HTMLElement, bands: RoundBand[], points: RoundPoint[], words: RoundWords): () => void {
  const chart: ECharts = init(place, undefined, { renderer: "canvas" });
  const values = [...bands.flatMap((band) => [band.p10, band.p90]), ...points.map((point) => point.value)];
  const positive = values.filter((value) => value > 0);
  const is_log = positive.length === values.length && Math.max(...values) / Math.min(...positive) > 100;
  chart.setOption({
    animation: false,
    textStyle: { ...text_style, fontFamily: "inherit" },
    grid: { left: 72, right: 150, top: 30, bottom: 44 },
    tooltip: { trigger: "axis", textStyle: text_style },
    xAxis: { type: "category", data: bands.map((band) => band.name), axisLabel: { ...text_style, interval: 0 } },
    yAxis: { type: is_log ? "log" : "value", min: is_log ? undefined : 0, name: `${words.unit}${is_log ? " (log)" : ""}`, nameTextStyle: text_style, axisLabel: text_style, splitLine: { lineStyle: { color: "#D5D9DD" } } },
    series: [
      {
        name: words.band,
        type: "custom",
        encode: { x: 0, y: [1, 2] },
        data: bands.map((band, index) => [index, band.p10, band.p90]),
        renderItem: (_: unknown, api: { value: (of: number) => number; coord: (of: number[]) => number[] }) => {
          const low = api.coord([api.value(0), api.value(1)]);
          const high = api.coord([api.value(0), api.value(2)]);
          const [x = 0, low_y = 0] = low;
          const high_y = high[1] ?? 0;
          const stroke = { stroke: "#4A5158", lineWidth: 2 };
          const line = (x1: number, y1: number, x2: number, y2: number) => ({ type: "line", shape: { x1, y1, x2, y2 }, style: stroke });
          return {
            type: "group",
            children: [line(x, low_y, x, high_y), line(x - 7, low_y, x + 7, low_y), line(x - 7, high_y, x + 7, high_y)],
          };
        },
      },
      {
        name: words.middle,
        type: "line",
        data: bands.map((band) => band.p50),
        symbol: "circle",
        symbolSize: 9,
        itemStyle: { color: "#fff", borderColor: "#1F2328", borderWidth: 2 },
        lineStyle: { color: "#7A828B", type: "dashed", width: 1 },
      },
      {
        type: "scatter",
        data: points.map((point) => ({ value: [point.round, point.value], name: point.name })),
        symbol: "diamond",
        symbolSize: 12,
        itemStyle: { color: "#1F2328" },
        label: { show: true, position: "right", formatter: "{b}", ...text_style },
        tooltip: { show: false },
      },
    ],
  });
  const resized = new ResizeObserver(() => chart.resize());
  resized.observe(place);
  return () => {
    resized.disconnect();
    chart.dispose();
  };
}
