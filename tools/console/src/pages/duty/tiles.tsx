// SPDX-License-Identifier: Apache-2.0
// The six things a shift checks before it signs. Grey while nothing is wrong.
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { site_name } from "../../api/catalogue";
import { Countdown, number } from "../../parts/marks";
import { ask_why, type WhyAnswer, type WhyInput } from "../../parts/why";
import { age, date_time } from "../../time/instant";
import { state_words } from "../../words/dispatch";
import { duty_words as words } from "../../words/duty";
import { language, say, type Word } from "../../words/language";
import type { Because, BoardOrder, Tiles as TilesDocument } from "./document";
import "./tiles.css";

export const tile_names = ["orders", "papers", "transit", "expiring", "hazards", "ledger"] as const;
type TileName = (typeof tile_names)[number];

interface TilesProps {
  tiles: TilesDocument;
  ticks: string[];
  on_tick: (tile: TileName) => void;
}

export function Tiles({ tiles, ticks, on_tick }: TilesProps) {
  return (
    <ul class="tiles">
      {tile_names.map((name) => (
        <Tile
          key={name}
          name={say(words[name])}
          {...shown_of(name, tiles)}
          data_time={tiles[name].data_time}
          is_ticked={ticks.includes(name)}
          on_tick={() => on_tick(name)}
        />
      ))}
    </ul>
  );
}

interface Shown {
  value: string;
  lines: ComponentChildren[];
  is_wrong: boolean;
  href: string;
  why: () => WhyAnswer;
}

interface TileProps extends Shown {
  name: string;
  data_time: string | null;
  is_ticked: boolean;
  on_tick: () => void;
}

function Tile(props: TileProps) {
  const id = useId();
  return (
    <li class={`tile ${props.is_wrong ? "wrong" : ""}`}>
      <a href={props.href} class="tile-name">
        {props.name}
      </a>
      <button type="button" class="why tile-value" data-why onClick={() => ask_why(props.why())} aria-label={`${props.name} ${props.value}`}>
        {props.is_wrong ? "▲ " : ""}
        {props.value}
      </button>
      {props.lines.map((line) => (
        <div class="tile-line">{line}</div>
      ))}
      <div class="tile-foot">
        <span>{props.data_time ? `${date_time(props.data_time)}（${age(props.data_time)}）` : "—"}</span>
        <label class="tick" for={id}>
          <input id={id} type="checkbox" checked={props.is_ticked} onChange={props.on_tick} />
          <span class="visually-hidden">{say(words.tick, props.name)}</span>
        </label>
      </div>
    </li>
  );
}

/** What the proof of the books came to; what was not looked at is not said to agree. */
export function ledger_word(result: string): Word {
  return result === "agrees" ? words.agree : result === "broken" ? words.disagree : words.unchecked;
}

function because_inputs(because: Because[]): WhyInput[] {
  return because.map((one) => ({ name: one.document, value: "", rule: one.rule }));
}

function order_inputs(orders: BoardOrder[]): WhyInput[] {
  return orders.map((order) => ({
    name: order.number,
    value: `${say(state_words[order.state] ?? [order.state, order.state])} ${site_name(order.from)} → ${site_name(order.to)}`,
    at: date_time(order.due),
    source: order.where ?? "",
  }));
}

function shown_of(name: TileName, tiles: TilesDocument): Shown {
  const why = (value: string, formula: string, inputs: WhyInput[]) => () => ({ title: say(words[name]), value, formula, inputs });
  switch (name) {
    case "orders": {
      const tile = tiles.orders;
      const stages = tile.stages.map((stage) => `${language.value === "zh" ? stage.zh : stage.en} ${stage.count}`).join(" ");
      return {
        value: number(tile.count),
        lines: [stages, tile.late > 0 ? <b>▲ {say(words.late, tile.late)}</b> : say(words.late, 0)],
        is_wrong: tile.late > 0,
        href: "/dispatch/orders",
        why: why(number(tile.count), stages, [...order_inputs(tile.late_orders), ...because_inputs(tile.because)]),
      };
    }
    case "papers": {
      const tile = tiles.papers;
      return {
        value: number(tile.count),
        lines: tile.nearest
          ? [<Countdown due={tile.nearest.due} limit={say(words.papers)} />, say(words.order_word, tile.nearest.number)]
          : [say(words.none_due)],
        is_wrong: tile.late > 0,
        href: "/dispatch/orders",
        why: why(
          number(tile.count),
          say(words.papers),
          tile.papers.map((one) => ({ name: one.number, value: one.signer, at: date_time(one.due), rule: "signature_rules.csv papers_h" })),
        ),
      };
    }
    case "transit": {
      const tile = tiles.transit;
      const worst = tile.orders.filter((order) => order.late).sort((a, b) => (b.late_minutes ?? 0) - (a.late_minutes ?? 0))[0];
      return {
        value: number(tile.late),
        lines: [
          worst ? (
            <span>
              {worst.number} <Countdown due={worst.due} />
            </span>
          ) : (
            say(words.on_way, tile.count)
          ),
          say(words.no_signal, tile.no_signal),
        ],
        is_wrong: tile.late > 0 || tile.no_signal > 0,
        href: "/dispatch/orders?state=departed",
        why: why(number(tile.late), say(words.on_way, tile.count), [...order_inputs(tile.orders), ...because_inputs(tile.because)]),
      };
    }
    case "expiring": {
      const tile = tiles.expiring;
      const [first] = tile.items;
      return {
        value: say(words.lots, number(tile.lots)),
        lines: [
          first ? `${say(words.within_days, tile.days)} ${language.value === "zh" ? first.zh : first.en} ${first.quantity} ${first.unit}` : say(words.within_days, tile.days),
          `${say(words.expired, tile.expired)} · ${say(words.recalled, tile.recalled)}`,
        ],
        is_wrong: tile.expired > 0 || tile.recalled > 0,
        href: "/ledger/rotation",
        why: why(
          say(words.lots, tile.lots),
          say(words.within_days, tile.days),
          tile.items.map((item) => ({ name: language.value === "zh" ? item.zh : item.en, value: `${item.quantity} ${item.unit} · ${say(words.lots, item.lots)}`, at: item.first })),
        ),
      };
    }
    case "hazards": {
      const tile = tiles.hazards;
      return {
        value: number(tile.grade1_open),
        lines: [say(words.mending, tile.mending)],
        is_wrong: tile.grade1_open > 0,
        href: "/ready/inspections",
        why: why(
          number(tile.grade1_open),
          "rules/safety_grades.csv",
          tile.hazards.map((hazard) => ({ name: `${site_name(hazard.site)} ${hazard.grade}`, value: hazard.words, at: hazard.due, source: hazard.state })),
        ),
      };
    }
    case "ledger": {
      const tile = tiles.ledger;
      const word = ledger_word(tile.result);
      const wrong = tile.first_wrong;
      return {
        value: say(word),
        lines: [say(words.chain_end, number(tile.head.seq)), tile.full ? say(words.full_at, date_time(tile.full.at)) : say(words.never_full)],
        is_wrong: tile.result !== "agrees",
        href: "/audit",
        why: why(say(word), `${tile.chain.from} + ${tile.chain.rows}`, [
          { name: say(words.chain_end, tile.head.seq), value: tile.head.hash.slice(0, 16), at: date_time(tile.head.at) },
          ...(wrong ? [{ name: `${wrong.table} ${wrong.row}`, value: wrong.check, source: `${wrong.found} / ${wrong.expected}` }] : []),
          ...because_inputs(tile.because),
        ]),
      };
    }
  }
}
