// SPDX-License-Identifier: Apache-2.0
import { useRef } from "preact/hooks";
import { date_time, duration, second, server_now, to_ms } from "../time/instant";
import { common } from "../words/common";
import { say, type Word } from "../words/language";

/** Whole numbers with commas; what is not known is a dash, never a zero. */
export function number(value: number | null | undefined): string {
  return value === null || value === undefined ? "—" : value.toLocaleString("en-US");
}

/** An estimate: two significant digits. The exact figure is in its why. */
export function estimate(value: number): string {
  return number(Number(value.toPrecision(2)));
}

/** A due instant: what is left of it or how far it is over, counted to the server's deadline. */
export function Countdown(props: { due: string | null; begun?: string | null; limit?: string }) {
  const said = useRef("");
  void second.value;
  const due_ms = to_ms(props.due);
  if (due_ms === null) {
    return <span>—</span>;
  }
  const left_ms = due_ms - server_now();
  const whole_ms = due_ms - (to_ms(props.begun) ?? due_ms - 3600_000);
  const state = left_ms < 0 ? "late" : left_ms < whole_ms / 4 ? "soon" : "plain";
  const fine = Math.abs(left_ms) < 3600_000 && left_ms >= 0;
  const text = `${state === "late" ? "▲ " : ""}${say(left_ms < 0 ? common.overdue : common.left, duration(left_ms, fine))}`;
  // A reader hears the change of state once, not each second.
  const announce = said.current !== state && state !== "plain" ? text : "";
  said.current = state;
  return (
    <span class={`mark ${state}`} title={`${props.limit ?? ""} ${date_time(props.due)}`}>
      {text}
      {announce && <span class="visually-hidden" role="status">{announce}</span>}
    </span>
  );
}

/** Where a figure comes from, when it is not what somebody read in a source. */
export function FlagMark({ flag }: { flag: string | null | undefined }) {
  return flag && flag !== "read" ? <span class="mark flag">{say(common.unverified)}</span> : null;
}

export type WarningLevel = "blue" | "yellow" | "orange" | "red";

export const level_words: Record<WarningLevel, Word> = {
  blue: ["蓝色", "Blue"],
  yellow: ["黄色", "Yellow"],
  orange: ["橙色", "Orange"],
  red: ["红色", "Red"],
};

/** Shapes of the four levels within 20 x 20: they differ without their colours too. */
export const plate_paths: Record<WarningLevel, string> = {
  blue: "M10 1a9 9 0 1 0 0 18a9 9 0 1 0 0-18z",
  yellow: "M10 1 19 18H1z",
  orange: "M10 0 20 10 10 20 0 10z",
  red: "M6.5 1h7L19 6.5v7L13.5 19h-7L1 13.5v-7z",
};
export const plate_colours: Record<WarningLevel, string> = {
  blue: "#2A6FC4",
  yellow: "#FFD400",
  orange: "#F28C00",
  red: "#A30018",
};
const bar_counts: Record<WarningLevel, number> = { blue: 1, yellow: 2, orange: 3, red: 4 };

/** Word, shape, bars and colour of a warning's level. */
export function Plate({ level, text }: { level: WarningLevel; text?: string }) {
  const light = level === "yellow" || level === "orange";
  const bars = bar_counts[level];
  return (
    <span class="plate">
      <svg viewBox="-1 -1 22 22" aria-hidden="true">
        <path d={plate_paths[level]} fill={plate_colours[level]} stroke="#1F2328" />
        {Array.from({ length: bars }, (_, bar) => (
          <rect
            x={10 - bars * 1.5 + bar * 3 + 0.5}
            y={level === "yellow" ? 9 : 7}
            width="2"
            height="6"
            fill={light ? "#1F2328" : "#fff"}
          />
        ))}
      </svg>
      {text ?? say(level_words[level])}
    </span>
  );
}

const response_numerals = ["—", "I", "II", "III", "IV"];
/** A response level has a Roman numeral and no colour: the four colours are the warnings'. */
export function response_level(level: number | null | undefined): string {
  return level === null || level === undefined ? "—" : (response_numerals[level] ?? "—");
}
