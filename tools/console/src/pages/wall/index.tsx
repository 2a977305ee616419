// SPDX-License-Identifier: Apache-2.0
// Read at four metres: the map, six tiles, five rows of what is due, arrivals against need, and the stamp
// of the stalest source. Nothing to press, no names of persons, nothing that turns by itself.
import { useEffect, useMemo, useState } from "preact/hooks";
import { use_ask } from "../../api/use_ask";
import { Countdown, number } from "../../parts/marks";
import { ProblemBox } from "../../parts/panel";
import { age, date_time, second, to_ms } from "../../time/instant";
import { duty_words } from "../../words/duty";
import { language, say, type Word } from "../../words/language";
import { ledger_word } from "../duty/tiles";
import type { Board, QueueItem, Tiles } from "../duty/document";
import { moves_the_map } from "../map";
import { use_arrivals } from "../map/arrivals";
import { arrival_words, ArrivalsChart } from "../map/arrivals_chart";
import { MapCanvas } from "../map/canvas";
import { number_of, text_of, type Situation, type SituationBase } from "../map/document";
import { layer_name, objects_of } from "../map/objects";
import "./wall.css";

const wall_words = {
  stalest: ["最旧数据 {0} {1}（{2}）", "Oldest data: {0} {1} ({2})"],
  late_count: ["晚 {0}", "{0} late"],
  no_signal: ["无信号 {0}", "{0} without signal"],
  due_first: ["最早 {0}", "first {0}"],
  now: ["现在 {0}", "Now {0}"],
  map: ["态势图", "Map"],
  nothing: ["没有到期的事", "Nothing is due"],
} as const satisfies Record<string, Word>;

const off_wall = new Set(["suppliers"]);
/** The wall is designed at 3840 pixels; map symbols of 12 px words are to be 40 px there. */
const design_width = 3840;
const map_scale_there = 3.4;
const queue_rows = 5;
/** As on the duty desk: what is late by more is housekeeping. */
const routine_after_minutes = 7 * 24 * 60;
/** Kinds whose words can name persons: they are counted above and not shown here. */
const of_persons = new Set(["call", "question", "instruction", "letter", "training", "expert"]);
const nothing_hidden = new Set<string>();

function use_width(): number {
  const [width, set_width] = useState(innerWidth);
  useEffect(() => {
    const resized = () => set_width(innerWidth);
    addEventListener("resize", resized);
    return () => removeEventListener("resize", resized);
  }, []);
  return width;
}

export default function Page() {
  const situation = use_ask<Situation>("situation", {}, moves_the_map);
  const ground = use_ask<SituationBase>("situation base");
  const board = use_ask<Board>("duty board", {}, () => true);
  const width = use_width();
  const document_now = situation.answer?.document ?? null;
  const objects = useMemo(() => (document_now ? objects_of(document_now).filter((object) => !off_wall.has(object.layer)) : []), [document_now, language.value]);
  const neediest = document_now?.layers
    .find((layer) => layer.id === "needs")
    ?.features.filter((feature) => feature.properties.remainder !== true)
    .sort((a, b) => (number_of(b.properties, "people") ?? 0) - (number_of(a.properties, "people") ?? 0))[0];
  const county = neediest ? text_of(neediest.properties, "county") : "";
  const arrivals = use_arrivals(document_now, county);
  const scale = width / design_width;
  return (
    <div class="wall-page">
      <h1 class="visually-hidden">{say(wall_words.map)}</h1>
      <section class="wall-map" aria-label={say(wall_words.map)}>
        {situation.problem && <ProblemBox problem={situation.problem} />}
        <div class="wall-map-scaled" style={{ "--wall-scale": String(map_scale_there * scale) }}>
          <MapCanvas
            key={width}
            base={ground.answer?.document ?? null}
            hidden_base={nothing_hidden}
            objects={objects}
            selected={nothing_hidden}
            label={say(wall_words.map)}
            interactive={false}
            pixel_ratio={map_scale_there * scale * devicePixelRatio}
          />
        </div>
        {document_now && <Stalest situation={document_now} board={board.answer?.document ?? null} />}
      </section>
      <div class="wall-side">
        {board.problem && <ProblemBox problem={board.problem} />}
        {board.answer && <WallTiles tiles={board.answer.document.tiles} />}
        {board.answer && <WallQueue board={board.answer.document} />}
        <section class="wall-arrivals" aria-label={say(arrival_words.received)}>
          <h2>{neediest ? say(arrival_words.question, text_of(neediest.properties, "name")) : say(arrival_words.received)}</h2>
          {arrivals.problem && <ProblemBox problem={arrivals.problem} />}
          {arrivals.read < arrivals.of && <p>{say(arrival_words.reading, arrivals.read, arrivals.of)}</p>}
          {arrivals.read > 1 && <ArrivalsChart points={arrivals.points} as_table={false} height={Math.round(560 * scale)} scale={map_scale_there * scale} />}
        </section>
      </div>
    </div>
  );
}

/** The oldest of all data shown here: a fresh map beside old closures must not look fresh. */
function Stalest({ situation, board }: { situation: Situation; board: Board | null }) {
  void second.value;
  const sources = [
    ...situation.layers
      .filter((layer) => layer.count > 0 && layer.data_time && !off_wall.has(layer.id))
      .map((layer) => ({ name: layer_name(layer.id, layer.zh, layer.en), at: layer.data_time as string })),
    ...(board ? Object.entries(board.tiles).flatMap(([name, tile]) => (tile.data_time ? [{ name: say(duty_words[name as keyof Tiles]), at: tile.data_time as string }] : [])) : []),
  ].sort((a, b) => (to_ms(a.at) ?? 0) - (to_ms(b.at) ?? 0));
  const oldest = sources[0];
  return (
    <p class="wall-stamp">
      {say(wall_words.now, date_time(situation.at))}
      {oldest && ` · ${say(wall_words.stalest, oldest.name, date_time(oldest.at), age(oldest.at))}`}
    </p>
  );
}

interface TileShown {
  word: Word;
  value: string;
  line: string;
  is_wrong: boolean;
}

function tiles_shown(tiles: Tiles): TileShown[] {
  const { orders, papers, transit, expiring, hazards, ledger } = tiles;
  return [
    { word: duty_words.orders, value: number(orders.count), line: orders.late > 0 ? say(wall_words.late_count, orders.late) : "", is_wrong: orders.late > 0 },
    { word: duty_words.papers, value: number(papers.count), line: papers.nearest ? say(wall_words.due_first, date_time(papers.nearest.due)) : "", is_wrong: papers.late > 0 },
    { word: duty_words.transit, value: number(transit.late), line: `${say(duty_words.on_way, transit.count)} · ${say(wall_words.no_signal, transit.no_signal)}`, is_wrong: transit.late > 0 || transit.no_signal > 0 },
    { word: duty_words.expiring, value: say(duty_words.lots, number(expiring.lots)), line: say(duty_words.within_days, expiring.days), is_wrong: expiring.recalled > 0 },
    { word: duty_words.hazards, value: number(hazards.grade1_open), line: say(duty_words.mending, hazards.mending), is_wrong: hazards.grade1_open > 0 },
    {
      word: duty_words.ledger,
      value: say(ledger_word(ledger.result)),
      line: say(duty_words.chain_end, number(ledger.head.seq)),
      is_wrong: ledger.result !== "agrees",
    },
  ];
}

function WallTiles({ tiles }: { tiles: Tiles }) {
  return (
    <ul class="wall-tiles">
      {tiles_shown(tiles).map((tile) => (
        <li class={tile.is_wrong ? "wrong" : ""}>
          <span>{say(tile.word)}</span>
          <b>
            {tile.is_wrong && "▲ "}
            {tile.value}
          </b>
          <span class="wall-line">{tile.line || " "}</span>
        </li>
      ))}
    </ul>
  );
}

function words_of(item: QueueItem): string {
  return language.value === "zh" ? item.zh : item.en;
}

function WallQueue({ board }: { board: Board }) {
  const rows = board.queue.items
    .filter((item) => !of_persons.has(item.kind) && item.count <= 1 && (item.minutes_left ?? 0) >= -routine_after_minutes)
    .slice(0, queue_rows);
  return (
    <section class="wall-queue" aria-label={say(duty_words.queue, board.queue.count)}>
      <h2>
        {say(duty_words.queue, board.queue.count)} · ▲ {say(wall_words.late_count, board.queue.late)}
      </h2>
      {rows.length === 0 ? (
        <p>{say(wall_words.nothing)}</p>
      ) : (
        <ol>
          {rows.map((item) => (
            <li>
              <Countdown due={item.due} /> <span>{words_of(item)}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
