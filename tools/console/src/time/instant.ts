// SPDX-License-Identifier: Apache-2.0
// Instants are shown in Beijing time whatever this machine's zone is. China has no summer time since
// 1991, so a fixed offset of eight hours is right for everything Relief shows.
import { signal } from "@preact/signals";
import { say, type Word } from "../words/language";

const beijing_offset_ms = 8 * 3600_000;
const minute_ms = 60_000;

/** Server clock less this machine's, in ms: a countdown counts to the server's deadline. */
const clock_difference = signal(0);
/** Ticks once a second while the page can be seen; what shows an age or a countdown reads it. */
export const second = signal(0);

export function set_server_clock(server_now_ms: number): void {
  clock_difference.value = server_now_ms - Date.now();
}

/** The server's time now, in ms since 1970. Reads no tick: see `second`. */
export function server_now(): number {
  return Date.now() + clock_difference.value;
}

export function start_ticking(): void {
  setInterval(() => {
    if (document.visibilityState === "visible") {
      second.value = Math.floor(server_now() / 1000);
    }
  }, 1000);
  second.value = Math.floor(server_now() / 1000);
}

interface BeijingTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

export function in_beijing(instant_ms: number): BeijingTime {
  const shifted = new Date(instant_ms + beijing_offset_ms);
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
  };
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** "07-15 10:00", with its year in front when that is not this year. */
export function date_time(instant: string | number | null | undefined): string {
  const ms = to_ms(instant);
  if (ms === null) {
    return "—";
  }
  const at = in_beijing(ms);
  const this_year = in_beijing(server_now()).year === at.year;
  const date = `${two(at.month)}-${two(at.day)}`;
  return `${this_year ? date : `${at.year}-${date}`} ${two(at.hour)}:${two(at.minute)}`;
}

/** "10:24:06" */
export function clock_time(instant: string | number): string {
  const at = in_beijing(to_ms(instant) ?? 0);
  return `${two(at.hour)}:${two(at.minute)}:${two(at.second)}`;
}

/** ISO 8601 with +08:00, as the API takes it. */
export function iso(instant_ms: number): string {
  const at = in_beijing(instant_ms);
  return (
    `${at.year}-${two(at.month)}-${two(at.day)}` +
    `T${two(at.hour)}:${two(at.minute)}:${two(at.second)}+08:00`
  );
}

export function to_ms(instant: string | number | null | undefined): number | null {
  if (instant === null || instant === undefined || instant === "") {
    return null;
  }
  const ms = typeof instant === "number" ? instant : Date.parse(instant);
  return Number.isNaN(ms) ? null : ms;
}

const duration_words = {
  days: ["{0}天{1}时", "{0} d {1} h"],
  hours: ["{0}时{1}分", "{0} h {1} min"],
  minutes: ["{0}分", "{0} min"],
  minutes_seconds: ["{0}分{1}秒", "{0} min {1} s"],
  ago: ["{0}前", "{0} ago"],
  now: ["刚刚", "now"],
  ahead: ["{0}后", "in {0}"],
} as const satisfies Record<string, Word>;

/** "5时12分"; under an hour "23分", with `fine` "23分40秒"; from two days on "3天4时". */
export function duration(ms: number, fine = false): string {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) {
    return say(duration_words.days, Math.floor(hours / 24), hours % 24);
  }
  if (hours >= 1) {
    return say(duration_words.hours, hours, minutes % 60);
  }
  return fine
    ? say(duration_words.minutes_seconds, minutes, seconds % 60)
    : say(duration_words.minutes, minutes);
}

/** "23分前", against the server's clock. */
export function age(instant: string | number): string {
  const ms = server_now() - (to_ms(instant) ?? server_now());
  if (Math.abs(ms) < minute_ms) {
    return say(duration_words.now);
  }
  return say(ms >= 0 ? duration_words.ago : duration_words.ahead, duration(ms));
}

/**
 * What an officer types for a time: `0715 1000`, `07-15 10:00`, `1000` (today), `2017-07-15 10:00`.
 * Beijing time; null where it is none.
 */
export function read_typed_time(text: string, now_ms = server_now()): number | null {
  const digits = text.trim().match(
    /^(?:(?:(\d{4})[-/.年]?)?(\d{1,2})[-/.月]?(\d{2})日?[ T]+)?(\d{1,2}):?(\d{2})$/,
  );
  if (!digits) {
    return null;
  }
  const today = in_beijing(now_ms);
  const [, year, month, day, hour, minute] = digits;
  const at = {
    year: year ? Number(year) : today.year,
    month: month ? Number(month) : today.month,
    day: day ? Number(day) : today.day,
    hour: Number(hour),
    minute: Number(minute),
  };
  const ms = Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute) - beijing_offset_ms;
  const back = in_beijing(ms);
  const is_real =
    back.month === at.month && back.day === at.day && at.hour <= 23 && at.minute <= 59;
  return is_real ? ms : null;
}
