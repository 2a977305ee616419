// SPDX-License-Identifier: Apache-2.0
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { use_ask } from "../../api/use_ask";
import { look_back_at, query, set_query } from "../../app/address";
import { on_key } from "../../app/keys";
import type { JournalEvent } from "../../app/live";
import { ProblemBox } from "../../parts/panel";
import { Table } from "../../parts/table";
import { age, date_time, second, to_ms } from "../../time/instant";
import { common } from "../../words/common";
import { language, say } from "../../words/language";
import { MapCanvas } from "./canvas";
import { made_of, type Made } from "../events/assess_run";
import { is_set, type Situation, type SituationBase, type SituationLayer } from "./document";
import { base_name, GroundNote, LayerAge, Legend } from "./legend";
import { base_key, layer_name, listed, objects_of, type MapObject } from "./objects";
import { ObjectPanel } from "./panel";
import { scales, ScaleBar, Sheet, type Paper } from "./sheet";
import { KnownAtSlider } from "./slider";
import { SymbolMark } from "./symbol";
import { whole_province, type MapView, type Place } from "./view";
import { map_words } from "./words";
import "ol/ol.css";
import "./map.css";

const families = ["report", "incident", "closure", "order", "alert", "response", "level", "count", "doc", "import", "lot"];
export const moves_the_map = (event: JournalEvent) => families.some((family) => event.operation.startsWith(family));

/** Off until somebody asks for them. */
const off_at_first = new Set(["suppliers", "townships"]);

/** Layers switched against their first state stand in the address: `off=depots&on=suppliers`. */
function hidden_layers(): Set<string> {
  const hidden = new Set([...off_at_first].filter((id) => !list_of("on").includes(id)));
  list_of("off").forEach((id) => hidden.add(id));
  return hidden;
}

function list_of(name: string): string[] {
  return query(name).split(",").filter((part) => part !== "");
}

function switch_layer(id: string, on: boolean): void {
  const ons = new Set(list_of("on"));
  const offs = new Set(list_of("off"));
  offs.delete(id);
  ons.delete(id);
  if (on && off_at_first.has(id)) {
    ons.add(id);
  }
  if (!on && !off_at_first.has(id)) {
    offs.add(id);
  }
  set_query({ on: [...ons].join(","), off: [...offs].join(",") });
}

function read_place(): Place | null {
  const [lon, lat, zoom] = query("view").split(",").map(Number);
  return lon !== undefined && lat !== undefined && zoom !== undefined && [lon, lat, zoom].every(Number.isFinite) ? { lon, lat, zoom } : null;
}

export default function Page() {
  const at = look_back_at();
  const asked = use_ask<Situation>("situation", { at }, moves_the_map);
  const ground = use_ask<SituationBase>("situation base");
  // The picture before stays, under its own time, until the one asked for is there.
  const before = useRef<Situation | null>(null);
  if (asked.answer) {
    before.current = asked.answer.document;
  }
  const situation = useMemo(() => with_assessments(before.current, made_of.value), [before.current, made_of.value]);
  const hidden = hidden_layers();
  const hidden_key = [...hidden].sort().join(",");
  const all = useMemo(() => (situation ? objects_of(situation) : []), [situation, language.value]);
  const shown = useMemo(() => all.filter((object) => !hidden.has(object.layer)), [all, hidden_key]);
  const hidden_base = useMemo(() => new Set(list_of("off").filter((id) => base_ids.includes(id))), [query("off")]);
  const selected_key = query("sel");
  const selected = useMemo(() => with_parts(list_of("sel"), shown), [selected_key, shown]);
  const view = useRef<MapView | null>(null);
  const [in_view, set_in_view] = useState<(key: string) => boolean>(() => () => true);
  const [scale, set_scale] = useState(0);
  const [whole, set_whole] = useState(query("legend") === "all");
  const [printing, set_printing] = useState<{ paper: Paper; scale: number; title: string; place: Place } | null>(null);
  const [asks_paper, set_asks_paper] = useState(false);
  useEffect(() => {
    const ends = [
      on_key("KeyP", () => set_asks_paper(true)),
      on_key("Escape", () => set_query({ sel: "" })),
      on_key("KeyT", () => document.querySelector<HTMLElement>(".map-list tr[data-row]")?.focus()),
    ];
    return () => ends.forEach((end) => end());
  }, []);
  const choose = (keys: string[], adds: boolean) => {
    const bases = keys.map(base_key);
    const now = adds ? [...new Set([...list_of("sel"), ...bases])] : bases;
    set_query({ sel: now.join(",") });
  };
  const table_rows = listed(shown).filter((object) => object.geometry === null || in_view(object.key));
  const selected_objects = list_of("sel").flatMap((key) => {
    const found = all.find((object) => base_key(object.key) === key);
    return found ? [found] : [];
  });

  return (
    <div class={`map-page ${at === "" ? "" : "looks-back"}`}>
      <div class="page-head no-print">
        <h1>{say(map_words.map)}</h1>
        <Stamp situation={situation} is_loading={asked.loading_since_ms !== null} />
        <span class="grow" />
        <button type="button" onClick={() => set_asks_paper(!asks_paper)} aria-expanded={asks_paper}>
          {say(map_words.print_map)} (P)
        </button>
      </div>
      {asks_paper && situation && (
        <PaperForm
          on_print={(paper, paper_scale, title) => {
            set_asks_paper(false);
            set_printing({ paper, scale: paper_scale, title, place: view.current?.place() ?? { lon: 126.2, lat: 43.6, zoom: 7 } });
          }}
        />
      )}
      {printing && <p class="no-print" role="status">{say(map_words.drawing)}</p>}
      {asked.problem && <ProblemBox problem={asked.problem} again={asked.again} />}
      {ground.problem && <ProblemBox problem={ground.problem} again={ground.again} />}
      <div class="map-columns no-print">
        <section class="panel map-layers" aria-label={say(map_words.layers)} tabIndex={-1} data-panel>
          <h2>{say(map_words.layers)}</h2>
          {situation && <LayerList situation={situation} hidden={hidden} base={ground.answer?.document ?? null} hidden_base={hidden_base} />}
          <h2>{say(map_words.legend)}</h2>
          <label class="tick">
            <input type="checkbox" checked={whole} onChange={(event) => set_whole(event.currentTarget.checked)} />
            {say(map_words.whole_legend)}
          </label>
          {situation && <Legend situation={situation} objects={shown} hidden={hidden} whole={whole} />}
          {ground.answer && <GroundNote layers={ground.answer.document.layers} hidden={hidden_base} />}
        </section>
        <section class="panel map-middle" aria-label={say(map_words.map)} tabIndex={-1} data-panel>
          {asked.loading_since_ms !== null && <div class="hairline" />}
          <MapCanvas
            base={ground.answer?.document ?? null}
            hidden_base={hidden_base}
            objects={shown}
            selected={selected}
            label={say(map_words.map_keys)}
            interactive
            place={read_place()}
            view={view}
            on_press={choose}
            on_move={(place, sees) => {
              set_in_view(() => sees);
              set_scale(view.current?.metres_per_pixel() ?? 0);
              keep_place(place);
            }}
          />
          <div class="map-zoom">
            <button type="button" aria-label={say(map_words.zoom_in)} title={say(map_words.zoom_in)} onClick={() => view.current?.zoom_by(1)}>
              +
            </button>
            <button type="button" aria-label={say(map_words.zoom_out)} title={say(map_words.zoom_out)} onClick={() => view.current?.zoom_by(-1)}>
              −
            </button>
            <button type="button" onClick={() => view.current?.fit(whole_province)}>
              {say(map_words.whole_province)}
            </button>
          </div>
          <div class="map-foot">
            <ScaleBar metres_per_pixel={scale} />
            <span class="note">{say(map_words.more_here)}</span>
          </div>
        </section>
        <div class="map-side">
          <section class="panel map-chosen" aria-label={say(map_words.selected_count, selected_objects.length)} tabIndex={-1} data-panel>
            {selected_objects.length > 0 && (
              <div class="acts">
                <span class="grow note">{say(map_words.selected_count, selected_objects.length)}</span>
                <button type="button" onClick={() => set_query({ sel: "" })}>
                  {say(map_words.clear)}
                </button>
              </div>
            )}
            <ObjectPanel objects={selected_objects} situation={situation} />
          </section>
          <section class="panel map-list" aria-label={say(map_words.objects, table_rows.length)} tabIndex={-1} data-panel>
            <h2>{say(map_words.objects, table_rows.length)}</h2>
            <Table
              label={say(map_words.map)}
              rows={table_rows}
              columns={[
                {
                  name: say(map_words.kind),
                  value: (object) => layer_name(object.layer),
                  show: (object) => (
                    <span class="map-kind">
                      <SymbolMark id={object.symbol} state={object.state} />
                    </span>
                  ),
                },
                {
                  name: say(map_words.object),
                  value: (object) => object.name,
                  show: (object) => (
                    <>
                      {object.name}
                      {object.geometry === null && <div class="note">{say(map_words.not_placed)}</div>}
                      {object.properties.place_known !== undefined && !is_set(object.properties, "place_known") && (
                        <div class="note">{say(map_words.position_assumed)}</div>
                      )}
                    </>
                  ),
                },
                { name: say(map_words.told), value: (object) => object.told },
              ]}
              key_of={(object) => object.key}
              selected={selected_objects.at(-1)?.key ?? ""}
              on_open={(object) => {
                choose([object.key], false);
                view.current?.look_at(object.key);
              }}
              empty={say(map_words.nothing_in_view)}
              filter
            />
          </section>
        </div>
      </div>
      <KnownAtSlider moments={situation?.events ?? []} is_loading={asked.loading_since_ms !== null} />
      {printing && situation && ground.answer && (
        <Sheet
          {...printing}
          situation={situation}
          base={ground.answer.document}
          hidden_base={hidden_base}
          objects={shown}
          hidden={hidden}
          selected={selected}
          on_done={() => set_printing(null)}
        />
      )}
    </div>
  );
}

/** Assessments made in this tab are a layer of their own, empty where one looks back before them. */
function with_assessments(situation: Situation | null, made: Record<string, Made>): Situation | null {
  const all = Object.values(made).filter((one) => one.townships.length > 0);
  if (!situation || all.length === 0) {
    return situation;
  }
  const known = all.filter((one) => (to_ms(one.assessment.as_of) ?? 0) <= (to_ms(situation.at) ?? 0));
  const features = known.flatMap((one) => one.townships);
  const layer: SituationLayer = {
    id: "townships",
    zh: "",
    en: "",
    data_time: known.map((one) => one.assessment.as_of).sort().at(-1) ?? null,
    last_before: null,
    source: all.map((one) => (language.value === "zh" ? one.assessment.hazard.source : one.assessment.hazard.source_en)).join("; "),
    flag: "derived",
    count: features.length,
    features,
  };
  return { ...situation, layers: [...situation.layers, layer] };
}

const base_ids = ["counties", "lakes", "rivers", "roads"];

/** A closure of several drawings is selected in all of them. */
function with_parts(keys: string[], objects: MapObject[]): Set<string> {
  const wanted = new Set(keys);
  return new Set(objects.filter((object) => wanted.has(base_key(object.key))).map((object) => object.key));
}

let keeping: ReturnType<typeof setTimeout> | undefined;
const keep_after_ms = 400;
/** The view stands in the address once the map rests. */
function keep_place(place: Place): void {
  clearTimeout(keeping);
  keeping = setTimeout(() => {
    if (location.pathname.startsWith("/map")) {
      set_query({ view: `${place.lon},${place.lat},${place.zoom}` });
    }
  }, keep_after_ms);
}

function Stamp({ situation, is_loading }: { situation: Situation | null; is_loading: boolean }) {
  void second.value;
  if (!situation) {
    return <span class="note">{say(common.loading)}</span>;
  }
  return (
    <span class="note" role="status">
      {say(map_words.known_at)} {date_time(situation.at)}（{age(situation.at)}）{is_loading && say(common.loading)}
    </span>
  );
}

interface LayerListProps {
  situation: Situation;
  hidden: Set<string>;
  base: SituationBase | null;
  hidden_base: Set<string>;
}

function LayerList({ situation, hidden, base, hidden_base }: LayerListProps) {
  return (
    <ul>
      {situation.layers.map((layer) => (
        <li>
          <label class="tick">
            <input type="checkbox" checked={!hidden.has(layer.id)} onChange={(event) => switch_layer(layer.id, event.currentTarget.checked)} />
            {layer_name(layer.id, layer.zh, layer.en)} {layer.count}
          </label>
          {(layer.count === 0 || layer.id === "closures") && (
            <div class="note">
              <LayerAge layer={layer} at={situation.at} />
            </div>
          )}
        </li>
      ))}
      {(base?.layers ?? []).map((layer) => (
        <li>
          <label class="tick">
            <input type="checkbox" checked={!hidden_base.has(layer.id)} onChange={(event) => switch_layer(layer.id, event.currentTarget.checked)} />
            {base_name(layer.id)}
          </label>
        </li>
      ))}
    </ul>
  );
}

function PaperForm({ on_print }: { on_print: (paper: Paper, scale: number, title: string) => void }) {
  const [paper, set_paper] = useState<Paper>("A4");
  const [scale, set_scale] = useState(0);
  const [title, set_title] = useState(say(map_words.map));
  return (
    <form
      class="panel no-print"
      aria-label={say(map_words.print_map)}
      onSubmit={(event) => {
        event.preventDefault();
        on_print(paper, scale, title);
      }}
    >
      <div class="fields">
        <div class="field">
          <label for="paper-title">{say(map_words.title)}</label>
          <input id="paper-title" type="text" value={title} onInput={(event) => set_title(event.currentTarget.value)} />
        </div>
        <div class="field">
          <label for="paper-size">{say(map_words.paper)}</label>
          <select id="paper-size" value={paper} onChange={(event) => set_paper(event.currentTarget.value as Paper)}>
            <option value="A4">A4</option>
            <option value="A3">A3</option>
          </select>
        </div>
        <div class="field">
          <label for="paper-scale">{say(map_words.scale)}</label>
          <select id="paper-scale" value={scale} onChange={(event) => set_scale(Number(event.currentTarget.value))}>
            <option value={0}>{say(map_words.fit)}</option>
            {scales.map((one) => (
              <option value={one}>1:{one.toLocaleString("en-US")}</option>
            ))}
          </select>
        </div>
      </div>
      <div class="acts">
        <button type="submit" class="primary">
          {say(map_words.print_now, paper)}
        </button>
      </div>
    </form>
  );
}
