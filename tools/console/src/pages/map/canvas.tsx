// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef } from "preact/hooks";
import type { SituationBase } from "./document";
import type { MapObject } from "./objects";
import { open_view, type MapView, type Place, type ViewOptions } from "./view";

export interface MapCanvasProps {
  base: SituationBase | null;
  hidden_base: Set<string>;
  objects: MapObject[];
  selected: Set<string>;
  label: string;
  interactive: boolean;
  pixel_ratio?: number;
  place?: Place | null;
  on_press?: (keys: string[], adds: boolean) => void;
  on_move?: ViewOptions["on_move"];
  /** Takes the view once it is open. */
  view?: { current: MapView | null };
  class?: string;
}

const nothing = () => {};

/** The map in the page: opened once, given what it shows whenever that changes. */
export function MapCanvas(props: MapCanvasProps) {
  const place = useRef<HTMLDivElement>(null);
  const own = useRef<MapView | null>(null);
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    if (!place.current) {
      return;
    }
    const view = open_view(place.current, {
      interactive: props.interactive,
      ...(props.pixel_ratio === undefined ? {} : { pixel_ratio: props.pixel_ratio }),
      place: props.place ?? null,
      on_press: (keys, adds) => (latest.current.on_press ?? nothing)(keys, adds),
      on_move: (at, in_view) => (latest.current.on_move ?? nothing)(at, in_view),
    });
    own.current = view;
    if (props.view) {
      props.view.current = view;
    }
    return () => view.close();
  }, []);
  const base_key = [...props.hidden_base].join(" ");
  useEffect(() => {
    if (props.base) {
      own.current?.show_base(props.base, props.hidden_base);
    }
  }, [props.base, base_key]);
  const selected_key = [...props.selected].join(" ");
  useEffect(() => own.current?.show(props.objects, props.selected), [props.objects, selected_key]);
  return (
    <div
      ref={place}
      class={`map-canvas ${props.class ?? ""}`}
      role={props.interactive ? "application" : "img"}
      aria-label={props.label}
      tabIndex={props.interactive ? 0 : undefined}
    />
  );
}
