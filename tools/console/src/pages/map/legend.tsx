// SPDX-License-Identifier: Apache-2.0
import { FlagMark, level_words } from "../../parts/marks";
import { date_time, duration, to_ms } from "../../time/instant";
import { common } from "../../words/common";
import { language, say, type Word } from "../../words/language";
import type { BaseLayer, Situation, SituationLayer } from "./document";
import { layer_name, type MapObject } from "./objects";
import { SymbolMark } from "./symbol";
import type { Symbol_id, SymbolState } from "./symbols";
import { field_words, map_words } from "./words";

/** What each symbol of a layer means, in the order of the legend. */
const symbols_of: Record<string, { id: Symbol_id; word: Word; state?: SymbolState }[]> = {
  warnings: [
    { id: "warning_blue", word: level_words.blue },
    { id: "warning_yellow", word: level_words.yellow },
    { id: "warning_orange", word: level_words.orange },
    { id: "warning_red", word: level_words.red },
  ],
  convoys: [
    { id: "convoy", word: ["在途", "In transit"] },
    { id: "convoy_late", word: ["晚点", "Late"] },
    { id: "convoy_silent", word: field_words.no_signal },
  ],
  closures: [
    { id: "closure_full", word: field_words.closed, state: { character: "桥" } },
    { id: "closure_part", word: field_words.limited },
    { id: "closure_unconfirmed", word: field_words.unconfirmed },
  ],
  depots: [
    { id: "depot_province", word: field_words.province, state: { quarters: 2 } },
    { id: "depot_city", word: field_words.city, state: { quarters: 1 } },
    { id: "depot_county", word: field_words.county, state: { quarters: 3 } },
    { id: "depot_consignment", word: field_words.consignment, state: { quarters: 1 } },
    { id: "depot_city", word: field_words.doubtful, state: { quarters: 0, doubtful: true } },
  ],
  suppliers: [{ id: "supplier", word: field_words.supplier }],
  needs: [
    { id: "need", word: ["需求（弧为已到份额，下为转移人数）", "Need (arc: share received; below: people relocated)"], state: { share: 0.35 } },
  ],
  reports: [
    { id: "report_first", word: field_words.first },
    { id: "report_follow", word: field_words.follow },
    { id: "report_final", word: field_words.final },
  ],
  silent: [{ id: "silent", word: field_words.silent }],
  townships: [
    { id: "township", word: ["乡镇，位置已知", "Township, place known"] },
    { id: "township_assumed", word: ["乡镇，位置为推定", "Township, place assumed"] },
  ],
};

/** 此刻无数据（最近 …）: an empty layer never shows another moment's data. */
export function layer_stamp(layer: SituationLayer): string {
  if (layer.count > 0) {
    return layer.data_time ? say(map_words.data_of, date_time(layer.data_time)) : say(common.unknown);
  }
  return layer.last_before ? say(map_words.no_data, date_time(layer.last_before)) : say(map_words.no_data_ever);
}

/** How old a layer may be before it warns: word of a road holds six hours (console.md, states). */
const stale_after_ms: Record<string, number> = { closures: 6 * 3600_000 };

/** What is known of a layer's age at the moment looked at; said in words and by shape where it is too old. */
export function LayerAge({ layer, at }: { layer: SituationLayer; at: string }) {
  const limit = stale_after_ms[layer.id];
  const old_ms = (to_ms(at) ?? 0) - (to_ms(layer.data_time) ?? 0);
  const is_old = layer.count > 0 && limit !== undefined && layer.data_time !== null && old_ms > limit;
  return (
    <>
      {layer_stamp(layer)}
      {is_old && (
        <span class="mark late">
          ▲ {say(common.stale)} {duration(old_ms)}
        </span>
      )}
    </>
  );
}

/** Names only what is shown: each layer with its data time, source and flag; `whole` names every symbol. */
export function Legend(props: { situation: Situation; objects: MapObject[]; hidden: Set<string>; whole: boolean }) {
  const used = new Set(props.objects.filter((object) => !props.hidden.has(object.layer)).map((object) => object.symbol));
  return (
    <div class="map-legend">
      {props.situation.layers
        .filter((layer) => props.whole || !props.hidden.has(layer.id))
        .map((layer) => (
          <section>
            <h3>{layer_name(layer.id, layer.zh, layer.en)}</h3>
            <ul>
              {(symbols_of[layer.id] ?? [])
                .filter((symbol) => props.whole || used.has(symbol.id))
                .map((symbol) => (
                  <li>
                    <SymbolMark id={symbol.id} state={symbol.state ?? {}} /> {say(symbol.word)}
                  </li>
                ))}
            </ul>
            <p class="note">
              <LayerAge layer={layer} at={props.situation.at} /> · {layer.source} <FlagMark flag={layer.flag} />
            </p>
          </section>
        ))}
    </div>
  );
}

const base_words: Record<string, Word> = {
  counties: map_words.counties,
  lakes: map_words.lakes,
  rivers: map_words.rivers,
  roads: map_words.roads,
};

export function base_name(id: string): string {
  const word = base_words[id];
  return word ? say(word) : id;
}

/** Sources of the ground: © where its licence asks for it. */
export function GroundNote({ layers, hidden }: { layers: BaseLayer[]; hidden: Set<string> }) {
  const join = language.value === "zh" ? "；" : "; ";
  return (
    <p class="note">
      {say(map_words.ground)}:{" "}
      {layers
        .filter((layer) => !hidden.has(layer.id))
        .map((layer) => `${base_name(layer.id)} ${layer.source}`)
        .join(join)}
    </p>
  );
}
