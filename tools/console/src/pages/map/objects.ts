// SPDX-License-Identifier: Apache-2.0
// One thing of the map: the list, the map and the panel speak of it by the same key.
import { division_name, item_name, site_name } from "../../api/catalogue";
import { estimate, level_words, number, type WarningLevel } from "../../parts/marks";
import { date_time, duration } from "../../time/instant";
import { language, say } from "../../words/language";
import { is_set, number_of, text_of, type GeoFeature, type Properties, type Situation } from "./document";
import type { Symbol_id, SymbolState } from "./symbols";
import { field_words, layer_words } from "./words";

export interface MapObject {
  key: string;
  layer: string;
  name: string;
  /** What is to be known of it in a line. */
  told: string;
  symbol: Symbol_id;
  state: SymbolState;
  geometry: GeoFeature["geometry"];
  properties: Properties;
  /** Number drawn below it on the map; "" for none. */
  label: string;
  /** Degrees clockwise from north; null where it points nowhere. */
  heading: number | null;
}

const causes: [RegExp, string][] = [
  [/冲|wash|scour|水毁/i, "毁"],
  [/水|flood|inundat|淹/i, "水"],
  [/塌|slide|泥石|land/i, "塌"],
  [/桥|bridge/i, "桥"],
  [/雪|冰|ice|snow/i, "冰"],
  [/震|quake/i, "震"],
];

/** The character of a closure's cause; "" where none fits. */
export function cause_character(cause: string): string {
  return causes.find(([pattern]) => pattern.test(cause))?.[1] ?? "";
}

function key_of(layer: string, properties: Properties, index: number): string {
  const id =
    text_of(properties, "id") ||
    text_of(properties, "number") ||
    text_of(properties, "label") ||
    text_of(properties, "county") ||
    text_of(properties, "unit") ||
    text_of(properties, "identifier") ||
    text_of(properties, "code") ||
    String(index);
  const part = number_of(properties, "candidate");
  return `${layer}:${id}${part === null || part === 0 ? "" : `.${part}`}`;
}

/** The name of a division in the language of the screen. */
function place_name(p: Properties, code: string): string {
  return language.value === "zh" ? text_of(p, "name") : division_name(text_of(p, code));
}

function share_text(value: number | null): string {
  return value === null ? "—" : `${Math.round(value * 100)}%`;
}

export function layer_name(id: string, zh = "", en = ""): string {
  const word = layer_words[id];
  return word ? say(word) : language.value === "zh" ? zh || id : en || id;
}

function of_layer(layer: string, p: Properties): Pick<MapObject, "name" | "told" | "symbol" | "state" | "label" | "heading"> {
  const plain = { state: {}, label: "", heading: null };
  switch (layer) {
    case "warnings": {
      const level = (text_of(p, "colour") || "blue") as WarningLevel;
      return { ...plain, name: text_of(p, "headline"), told: `${say(level_words[level])} ${text_of(p, "event")}`, symbol: `warning_${level}` };
    }
    case "convoys": {
      const late = is_set(p, "late");
      const silent = is_set(p, "no_signal");
      const minutes = number_of(p, "late_minutes");
      const told = [
        `${site_name(text_of(p, "from"))} → ${site_name(text_of(p, "to"))}`,
        late && minutes !== null ? `▲ ${say(field_words.late_by, duration(minutes * 60_000))}` : `${say(field_words.expected)} ${date_time(text_of(p, "expected"))}`,
        silent ? say(field_words.no_signal) : "",
      ];
      return {
        ...plain,
        name: text_of(p, "number"),
        told: told.filter((part) => part !== "").join("；"),
        symbol: silent ? "convoy_silent" : late ? "convoy_late" : "convoy",
        state: { late },
        label: text_of(p, "number").replace(/^\d+-/, "").replace(/-\d{4}-/, " "),
        heading: number_of(p, "heading"),
      };
    }
    case "closures": {
      const state = text_of(p, "state");
      const word = state === "full" ? field_words.closed : state === "part" ? field_words.limited : field_words.unconfirmed;
      return {
        ...plain,
        name: text_of(p, "words"),
        told: `${say(word)}；${text_of(p, "cause")}`,
        symbol: state === "full" ? "closure_full" : state === "part" ? "closure_part" : "closure_unconfirmed",
        state: { character: cause_character(text_of(p, "cause")) },
      };
    }
    case "depots": {
      const kind = text_of(p, "kind") as "province" | "city" | "county" | "consignment";
      const doubtful = is_set(p, "doubtful") || is_set(p, "stopped");
      const told = [
        say(field_words[kind] ?? field_words.county),
        `${say(field_words.share)} ${share_text(number_of(p, "stock_share"))}`,
        is_set(p, "stopped") ? `▲ ${say(field_words.stopped)}` : is_set(p, "doubtful") ? `▲ ${say(field_words.doubtful)}` : "",
      ];
      return {
        ...plain,
        name: text_of(p, "name"),
        told: told.filter((part) => part !== "").join("；"),
        symbol: `depot_${kind}`,
        state: { quarters: number_of(p, "quarters") ?? 0, doubtful },
      };
    }
    case "suppliers": {
      const item = item_name(text_of(p, "item"));
      return {
        ...plain,
        name: text_of(p, "name"),
        told: `${language.value === "zh" ? text_of(p, "item_zh") : item} ${number(number_of(p, "on_hand"))} ${text_of(p, "unit")}；${say(is_set(p, "in_force") ? field_words.in_force : field_words.not_in_force)}`,
        symbol: "supplier",
      };
    }
    case "needs": {
      const share = number_of(p, "covered_share") ?? 0;
      return {
        ...plain,
        name: place_name(p, "county"),
        told: `${say(field_words.people)} ${number(number_of(p, "people"))}；${say(field_words.covered)} ${share_text(share)}；${say(field_words.sent)} ${share_text(number_of(p, "sent_share"))}`,
        symbol: "need",
        state: { share: Math.round(share * 20) / 20 },
        label: number(number_of(p, "people")),
      };
    }
    case "reports": {
      const kind = text_of(p, "kind");
      const word = kind === "final" ? field_words.final : kind === "follow_up" ? field_words.follow : field_words.first;
      return {
        ...plain,
        name: `${place_name(p, "unit")} ${text_of(p, "label")}`,
        told: `${say(word)}；${text_of(p, "reporter")}；${date_time(text_of(p, "stat_time"))}`,
        symbol: kind === "final" ? "report_final" : kind === "follow_up" ? "report_follow" : "report_first",
      };
    }
    case "townships":
      return {
        ...plain,
        name: text_of(p, "name"),
        told: `${say(field_words.relocated_estimate)} ${estimate(number_of(p, "relocated_p50") ?? 0)}`,
        symbol: p.own_point === true ? "township" : "township_assumed",
        label: estimate(number_of(p, "relocated_p50") ?? 0),
      };
    default:
      return { ...plain, name: place_name(p, "unit"), told: `${say(field_words.silent)}；${text_of(p, "above_name")}`, symbol: "silent" };
  }
}

/** Everything of the layers in the order of the legend; what has no place is in it too. */
export function objects_of(situation: Situation): MapObject[] {
  return situation.layers.flatMap((layer) => {
    const seen = new Map<string, number>();
    return layer.features.map((feature, index) => {
      const plain = key_of(layer.id, feature.properties, index);
      const times = (seen.get(plain) ?? 0) + 1;
      seen.set(plain, times);
      return {
        key: times === 1 ? plain : `${plain}~${times}`,
        layer: layer.id,
        geometry: feature.geometry,
        properties: feature.properties,
        ...of_layer(layer.id, feature.properties),
      };
    });
  });
}

/** Several drawings of one closure are one object to the table. */
export function listed(objects: MapObject[]): MapObject[] {
  const seen = new Set<string>();
  return objects.filter((object) => {
    const key = base_key(object.key);
    if (object.layer !== "closures") {
      return true;
    }
    const is_new = !seen.has(key);
    seen.add(key);
    return is_new;
  });
}

export function base_key(key: string): string {
  return key.replace(/[.~]\d+$/, "");
}
