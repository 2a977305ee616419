// SPDX-License-Identifier: Apache-2.0
// Every symbol of the map, drawn by us on a canvas. The legend, the map and the paper use the same
// drawing. Shapes differ with the colour taken away. The slot `code` is kept for plotting codes of
// GB/T 35649-2017, whose text is not had.
import type { WarningLevel } from "../../parts/marks";
import { plate_colours, plate_paths } from "../../parts/marks";

export type Symbol_id =
  | `warning_${WarningLevel}`
  | "convoy"
  | "convoy_late"
  | "convoy_silent"
  | "closure_full"
  | "closure_part"
  | "closure_unconfirmed"
  | `depot_${"province" | "city" | "county" | "consignment"}`
  | "supplier"
  | "need"
  | "report_first"
  | "report_follow"
  | "report_final"
  | "silent"
  | "township"
  | "township_assumed";

export interface SymbolState {
  /** Quarters of a depot's standard that are there, 0 to 4. */
  quarters?: number;
  doubtful?: boolean;
  /** Share of a need that is covered, 0 to 1. */
  share?: number;
  /** A convoy that is late besides. */
  late?: boolean;
  /** Character in a closure: its cause. */
  character?: string;
}

const ink = "#1F2328";
const paper = "#FFFFFF";
/** Drawings are made in a square of this side, its middle on the place. */
export const side = 32;
const font = (size: number) => `600 ${size}px "Microsoft YaHei","Noto Sans CJK SC","WenQuanYi Micro Hei",sans-serif`;

type Pen = CanvasRenderingContext2D;

function text(pen: Pen, words: string, x: number, y: number, size: number, colour = ink): void {
  pen.font = font(size);
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillStyle = colour;
  pen.fillText(words, x, y + 0.5);
}

function path(pen: Pen, points: [number, number][], closed = true): void {
  pen.beginPath();
  points.forEach(([x, y], index) => (index === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y)));
  if (closed) {
    pen.closePath();
  }
}

function fill_and_edge(pen: Pen, fill: string, width = 1.5): void {
  pen.fillStyle = fill;
  pen.fill();
  pen.strokeStyle = ink;
  pen.lineWidth = width;
  pen.stroke();
}

const bars: Record<WarningLevel, number> = { blue: 1, yellow: 2, orange: 3, red: 4 };

function warning(pen: Pen, level: WarningLevel): void {
  pen.save();
  pen.translate(4, 4);
  pen.scale(1.2, 1.2);
  const plate = new Path2D(plate_paths[level]);
  pen.fillStyle = plate_colours[level];
  pen.fill(plate);
  pen.strokeStyle = ink;
  pen.lineWidth = 1;
  pen.stroke(plate);
  pen.fillStyle = level === "yellow" || level === "orange" ? ink : paper;
  for (let bar = 0; bar < bars[level]; bar += 1) {
    pen.fillRect(10 - bars[level] * 1.5 + bar * 3 + 0.5, level === "yellow" ? 9 : 7, 2, 6);
  }
  pen.restore();
}

/** Points up; the map turns it along the heading. */
function convoy(pen: Pen, is_late: boolean, is_silent: boolean): void {
  path(pen, [[16, 4], [25, 26], [16, 20], [7, 26]]);
  fill_and_edge(pen, is_silent ? paper : ink, 2);
  if (is_late) {
    pen.lineWidth = 3;
    pen.strokeStyle = ink;
    path(pen, [[6, 29.5], [26, 29.5]], false);
    pen.stroke();
    path(pen, [[27, 2], [31, 10], [23, 10]]);
    fill_and_edge(pen, "#A30018", 1);
  }
}

function closure(pen: Pen, state: "full" | "part" | "unconfirmed", character: string): void {
  pen.beginPath();
  pen.arc(16, 16, 11, 0, 2 * Math.PI);
  pen.fillStyle = paper;
  pen.fill();
  pen.strokeStyle = ink;
  pen.lineWidth = 2;
  if (state === "unconfirmed") {
    pen.setLineDash([2, 3]);
  }
  pen.stroke();
  pen.setLineDash([]);
  pen.lineWidth = 3.5;
  if (state === "full") {
    pen.strokeStyle = "#A30018";
    path(pen, [[9.5, 9.5], [22.5, 22.5]], false);
    pen.stroke();
    path(pen, [[22.5, 9.5], [9.5, 22.5]], false);
    pen.stroke();
  } else if (state === "part") {
    pen.strokeStyle = "#A30018";
    path(pen, [[8, 16], [14, 10]], false);
    pen.stroke();
    text(pen, "限", 17, 17, 12);
  } else {
    text(pen, "?", 16, 16, 15);
  }
  if (character !== "") {
    pen.beginPath();
    pen.rect(20, 20, 12, 12);
    pen.fillStyle = paper;
    pen.fill();
    text(pen, character, 26, 26, 11);
  }
}

function quarters_in(pen: Pen, x: number, y: number, size: number, quarters: number): void {
  pen.fillStyle = "#4A5158";
  const height = (size * Math.max(0, Math.min(4, quarters))) / 4;
  pen.fillRect(x, y + size - height, size, height);
}

function depot(pen: Pen, kind: "province" | "city" | "county" | "consignment", state: SymbolState): void {
  const half = kind === "county" ? 6 : kind === "city" ? 8 : kind === "consignment" ? 8 : 9;
  const from = 16 - half;
  const to = 16 + half;
  const cut = 6;
  const outline: [number, number][] =
    kind === "consignment" ? [[from, from], [to - cut, from], [to, from + cut], [to, to], [from, to]] : [[from, from], [to, from], [to, to], [from, to]];
  if (kind === "province") {
    path(pen, [[from - 4, from - 4], [to + 4, from - 4], [to + 4, to + 4], [from - 4, to + 4]]);
    fill_and_edge(pen, paper, 1.5);
  }
  path(pen, outline);
  pen.fillStyle = paper;
  pen.fill();
  pen.save();
  path(pen, outline);
  pen.clip();
  quarters_in(pen, from, from, 2 * half, state.quarters ?? 0);
  pen.restore();
  path(pen, outline);
  pen.strokeStyle = ink;
  pen.lineWidth = kind === "county" ? 1.5 : 2;
  pen.stroke();
  if (kind === "consignment") {
    pen.strokeStyle = paper;
    pen.lineWidth = 3;
    pen.font = font(11);
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.strokeText("代", 15.5, 17);
    text(pen, "代", 15.5, 16.5, 11);
  }
  if (state.doubtful) {
    path(pen, [[26, 0], [31.5, 10], [20.5, 10]]);
    fill_and_edge(pen, "#F28C00", 1);
  }
}

function supplier(pen: Pen): void {
  path(pen, [[16, 6], [25, 11], [25, 21], [16, 26], [7, 21], [7, 11]]);
  fill_and_edge(pen, paper, 1.5);
  text(pen, "协", 16, 16, 11);
}

function need(pen: Pen, share: number): void {
  pen.beginPath();
  pen.arc(16, 16, 12, 0, 2 * Math.PI);
  pen.strokeStyle = "#B9BEC4";
  pen.lineWidth = 5;
  pen.stroke();
  pen.beginPath();
  pen.arc(16, 16, 14.5, 0, 2 * Math.PI);
  pen.moveTo(25.5, 16);
  pen.arc(16, 16, 9.5, 0, 2 * Math.PI);
  pen.strokeStyle = ink;
  pen.lineWidth = 1;
  pen.stroke();
  if (share > 0) {
    pen.beginPath();
    pen.arc(16, 16, 12, -Math.PI / 2, -Math.PI / 2 + 2 * Math.PI * Math.min(1, share));
    pen.strokeStyle = ink;
    pen.lineWidth = 5;
    pen.stroke();
  }
}

function report(pen: Pen, character: string): void {
  pen.strokeStyle = ink;
  pen.lineWidth = 2;
  path(pen, [[9, 30], [9, 4]], false);
  pen.stroke();
  path(pen, [[9, 4], [28, 4], [24, 11], [28, 18], [9, 18]]);
  fill_and_edge(pen, paper, 1.5);
  text(pen, character, 17, 11, 11);
}

function silent(pen: Pen): void {
  pen.setLineDash([1, 4]);
  pen.lineCap = "round";
  pen.beginPath();
  pen.arc(16, 16, 9, 0, 2 * Math.PI);
  pen.strokeStyle = ink;
  pen.lineWidth = 2.5;
  pen.stroke();
  pen.setLineDash([]);
}

/** Small, so that a county's many stay apart; hollow where its place is assumed. */
function township(pen: Pen, is_assumed: boolean): void {
  path(pen, [[16, 11], [21, 16], [16, 21], [11, 16]]);
  fill_and_edge(pen, is_assumed ? paper : "#4A5158", 1.5);
}

/** Draws a symbol in a square of 32 at the pen's origin. */
export function draw_symbol(pen: Pen, id: Symbol_id, state: SymbolState = {}): void {
  switch (id) {
    case "warning_blue":
    case "warning_yellow":
    case "warning_orange":
    case "warning_red":
      return warning(pen, id.slice("warning_".length) as WarningLevel);
    case "convoy":
    case "convoy_late":
      return convoy(pen, id === "convoy_late", false);
    case "convoy_silent":
      return convoy(pen, state.late ?? false, true);
    case "closure_full":
      return closure(pen, "full", state.character ?? "");
    case "closure_part":
      return closure(pen, "part", state.character ?? "");
    case "closure_unconfirmed":
      return closure(pen, "unconfirmed", state.character ?? "");
    case "depot_province":
    case "depot_city":
    case "depot_county":
    case "depot_consignment":
      return depot(pen, id.slice("depot_".length) as "province", state);
    case "supplier":
      return supplier(pen);
    case "need":
      return need(pen, state.share ?? 0);
    case "report_first":
      return report(pen, "初");
    case "report_follow":
      return report(pen, "续");
    case "report_final":
      return report(pen, "核");
    case "silent":
      return silent(pen);
    case "township":
    case "township_assumed":
      return township(pen, id === "township_assumed");
  }
}

const drawn = new Map<string, HTMLCanvasElement>();
/** Twice the size it is shown at, so that paper and fine screens stay sharp. */
export const drawn_scale = 2;

/** The symbol as a picture of its own; the same picture for the same state. */
export function symbol_picture(id: Symbol_id, state: SymbolState = {}): HTMLCanvasElement {
  const key = `${id} ${JSON.stringify(state)}`;
  const known = drawn.get(key);
  if (known) {
    return known;
  }
  const canvas = document.createElement("canvas");
  canvas.width = side * drawn_scale;
  canvas.height = side * drawn_scale;
  const pen = canvas.getContext("2d");
  if (pen) {
    pen.scale(drawn_scale, drawn_scale);
    draw_symbol(pen, id, state);
  }
  drawn.set(key, canvas);
  return canvas;
}
