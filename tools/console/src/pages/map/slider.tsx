// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from "preact/hooks";
import { look_back_at, set_query } from "../../app/address";
import { on_key } from "../../app/keys";
import { date_time, iso, second, server_now, to_ms } from "../../time/instant";
import { language, say } from "../../words/language";
import type { Moment } from "./document";
import { map_words } from "./words";

const speeds = [60, 600, 3600];
const settle_ms = 250;
const minute_ms = 60_000;

function short_words(moment: Moment): string {
  return language.value === "zh" ? moment.zh : moment.en;
}

interface SliderProps {
  moments: Moment[];
  is_loading: boolean;
}

/** Looks back by what was known then. `[` `]` step through what happened, `.` is now. */
export function KnownAtSlider({ moments, is_loading }: SliderProps) {
  void second.value;
  const now_ms = Math.floor(server_now() / minute_ms) * minute_ms;
  const in_order = [...moments].sort((a, b) => a.at.localeCompare(b.at) || a.seq - b.seq);
  const times = [...new Set(in_order.map((moment) => to_ms(moment.at) ?? 0))];
  const first_ms = times[0] ?? now_ms - 24 * 60 * minute_ms;
  const start_ms = first_ms - 60 * minute_ms;
  const at_ms = to_ms(look_back_at()) ?? now_ms;
  const [held_ms, set_held] = useState<number | null>(null);
  const [speed, set_speed] = useState(speeds[0] ?? 60);
  const [is_playing, set_playing] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const shown_ms = held_ms ?? at_ms;

  const go_to = (ms: number) => {
    const is_now = ms >= now_ms;
    set_query({ at: is_now ? "" : iso(Math.max(ms, start_ms)) });
    set_held(null);
  };
  const step = (direction: 1 | -1) => {
    const next = direction > 0 ? times.find((ms) => ms > shown_ms) : [...times].reverse().find((ms) => ms < shown_ms);
    if (next !== undefined) {
      go_to(next);
    } else if (direction > 0) {
      go_to(now_ms);
    }
  };
  const latest = useRef({ step, go_to, now_ms });
  latest.current = { step, go_to, now_ms };
  useEffect(() => {
    const ends = [
      on_key("BracketLeft", () => latest.current.step(-1)),
      on_key("BracketRight", () => latest.current.step(1)),
      on_key("Period", () => latest.current.go_to(latest.current.now_ms)),
    ];
    return () => ends.forEach((end) => end());
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);

  // Playing asks for the next picture when the last one is there: a slow machine plays slower, never wrong.
  useEffect(() => {
    if (!is_playing || is_loading) {
      return;
    }
    if (look_back_at() === "") {
      set_playing(false);
      return;
    }
    const begun_ms = Date.now();
    const waiting = setTimeout(() => go_to(at_ms + Math.max(minute_ms, (Date.now() - begun_ms) * speed)), 1000);
    return () => clearTimeout(waiting);
  }, [is_playing, is_loading, at_ms, speed]);

  const span = Math.max(minute_ms, now_ms - start_ms);
  const here = in_order.filter((moment) => to_ms(moment.at) === shown_ms);
  return (
    <section class="panel map-slider no-print" aria-label={say(map_words.time_line)} tabIndex={-1} data-panel>
      <div class="map-slider-line">
        <div class="map-ticks" aria-hidden="true">
          {in_order.map((moment) => (
            <span
              class={`map-tick ${moment.kind.split(".")[0] ?? ""}`}
              title={`${date_time(moment.at)} ${short_words(moment)}`}
              style={{ left: `${(100 * ((to_ms(moment.at) ?? 0) - start_ms)) / span}%` }}
            />
          ))}
        </div>
        <input
          type="range"
          min={start_ms}
          max={now_ms}
          step={minute_ms}
          value={shown_ms}
          aria-label={say(map_words.known_at)}
          aria-valuetext={`${date_time(shown_ms)} ${here.map(short_words).join("；")}`}
          onInput={(event) => {
            const ms = Number(event.currentTarget.value);
            set_playing(false);
            set_held(ms);
            clearTimeout(timer.current);
            timer.current = setTimeout(() => go_to(ms), settle_ms);
          }}
        />
      </div>
      <div class="acts">
        <b>
          {say(map_words.known_at)} {date_time(shown_ms)}
        </b>
        <span class="note grow map-slider-told" role="status">
          {here.map(short_words).join("；")}
        </span>
        <button type="button" onClick={() => step(-1)}>
          {say(map_words.previous)}
        </button>
        <button
          type="button"
          aria-pressed={is_playing}
          onClick={() => {
            if (!is_playing && look_back_at() === "") {
              go_to(start_ms);
            }
            set_playing(!is_playing);
          }}
        >
          {is_playing ? say(map_words.pause) : say(map_words.play, speed)}
        </button>
        <select aria-label={say(map_words.speed)} value={speed} onChange={(event) => set_speed(Number(event.currentTarget.value))}>
          {speeds.map((one) => (
            <option value={one}>x{one}</option>
          ))}
        </select>
        <button type="button" onClick={() => step(1)}>
          {say(map_words.next)}
        </button>
        <button type="button" onClick={() => go_to(now_ms)}>
          {say(map_words.now)}
        </button>
      </div>
    </section>
  );
}
