// SPDX-License-Identifier: Apache-2.0
// The map on paper: A4 or A3 lying, 200 dpi, a fixed scale, and all that a paper has to say of itself.
import { useEffect, useRef, useState } from "preact/hooks";
import { person_name } from "../../app/state";
import { number } from "../../parts/marks";
import { date_time, server_now } from "../../time/instant";
import { common } from "../../words/common";
import { say } from "../../words/language";
import type { Situation, SituationBase } from "./document";
import { GroundNote, Legend } from "./legend";
import type { MapObject } from "./objects";
import { bar_of, length_words } from "./scale";
import { open_view, type MapView, type Place } from "./view";
import { map_words } from "./words";

const dpi = 200;
export type Paper = "A4" | "A3";
export const scales = [250_000, 500_000, 1_000_000, 2_000_000, 3_000_000];

interface SheetProps {
  paper: Paper;
  /** 0: as it is on the screen. */
  scale: number;
  title: string;
  situation: Situation;
  base: SituationBase;
  hidden_base: Set<string>;
  objects: MapObject[];
  hidden: Set<string>;
  selected: Set<string>;
  place: Place;
  /** Called when the print dialog was closed. */
  on_done: () => void;
}

export function ScaleBar({ metres_per_pixel }: { metres_per_pixel: number }) {
  if (!Number.isFinite(metres_per_pixel) || metres_per_pixel <= 0) {
    return null;
  }
  const bar = bar_of(metres_per_pixel, 140);
  return (
    <span class="scale-bar">
      <svg width={bar.px + 2} height="10" aria-hidden="true">
        <path d={`M1 1v8h${bar.px}v-8`} fill="none" stroke="#1F2328" stroke-width="1.5" />
      </svg>
      <span>
        {length_words(bar.metres)} · 1:{number(Math.round(metres_per_pixel / (0.0254 / 96) / 1000) * 1000)}
      </span>
    </span>
  );
}

export function Sheet(props: SheetProps) {
  const place = useRef<HTMLDivElement>(null);
  const [metres_per_pixel, set_metres] = useState(0);
  const [is_drawn, set_drawn] = useState(false);
  useEffect(() => {
    if (!place.current) {
      return;
    }
    let is_over = false;
    const view: MapView = open_view(place.current, { interactive: false, pixel_ratio: dpi / 96, place: props.place });
    if (props.scale > 0) {
      view.set_scale(props.scale);
    }
    view.show_base(props.base, props.hidden_base);
    view.show(props.objects, props.selected);
    void view.when_drawn().then(() => {
      if (is_over) {
        return;
      }
      set_metres(view.metres_per_pixel());
      set_drawn(true);
    });
    return () => {
      is_over = true;
      view.close();
    };
  }, []);
  useEffect(() => {
    if (is_drawn) {
      addEventListener("afterprint", () => props.on_done(), { once: true });
      requestAnimationFrame(() => print());
    }
  }, [is_drawn]);
  return (
    <div class={`map-sheet ${props.paper}`} aria-hidden={is_drawn ? undefined : "true"}>
      <header>
        <h1>{props.title}</h1>
        <b>{say(common.internal_use)}</b>
      </header>
      <div class="map-sheet-body">
        <div class="map-sheet-map">
          <div ref={place} class="map-sheet-canvas" />
          <svg class="map-north" viewBox="0 0 24 40" aria-hidden="true">
            <path d="M12 2 20 26 12 21 4 26z" fill="#1F2328" />
            <text x="12" y="38" text-anchor="middle" font-size="11">
              {say(map_words.north)}
            </text>
          </svg>
          <ScaleBar metres_per_pixel={metres_per_pixel} />
        </div>
        <Legend situation={props.situation} objects={props.objects} hidden={props.hidden} whole={false} />
      </div>
      <footer>
        <span>
          {say(map_words.known_at)} {date_time(props.situation.at)}
        </span>
        <span>{say(map_words.printed, date_time(server_now()), person_name.value)}</span>
        <span>{say(common.province)}</span>
      </footer>
      <GroundNote layers={props.base.layers} hidden={props.hidden_base} />
    </div>
  );
}
