// SPDX-License-Identifier: Apache-2.0
// The canvas: base as one image layer, symbols and labels as small vector layers.
import Feature from "ol/Feature";
import OpenMap from "ol/Map";
import View from "ol/View";
import type { Coordinate } from "ol/coordinate";
import { isEmpty, containsCoordinate, type Extent } from "ol/extent";
import GeoJSON from "ol/format/GeoJSON";
import type { Geometry } from "ol/geom";
import { defaults as default_interactions } from "ol/interaction/defaults";
import VectorLayer from "ol/layer/Vector";
import VectorImageLayer from "ol/layer/VectorImage";
import { fromLonLat, getPointResolution, toLonLat } from "ol/proj";
import VectorSource from "ol/source/Vector";
import { division_name } from "../../api/catalogue";
import { language } from "../../words/language";
import type { SituationBase } from "./document";
import type { MapObject } from "./objects";
import { apart } from "./apart";
import { base_style, label_style, place_of, selection_style, shape_style, symbol_style } from "./styles";

export interface Place {
  lon: number;
  lat: number;
  zoom: number;
}

/** Jilin, as the page opens. */
export const whole_province: [number, number, number, number] = [121.6, 40.85, 131.35, 46.35];

export interface ViewOptions {
  /** Moved and pressed by hand; the wall's and the paper's are not. */
  interactive: boolean;
  /** Device pixels of a CSS pixel; paper has more. */
  pixel_ratio?: number;
  place?: Place | null;
  on_press?: (keys: string[], adds: boolean) => void;
  on_move?: (place: Place, in_view: (key: string) => boolean) => void;
}

export interface MapView {
  show_base: (base: SituationBase, hidden: Set<string>) => void;
  show: (objects: MapObject[], selected: Set<string>) => void;
  zoom_by: (steps: number) => void;
  fit: (lon_lat_extent: [number, number, number, number]) => void;
  look_at: (key: string) => void;
  /** Fixed scale 1:n at the middle of the view, as it will be on paper. */
  set_scale: (scale: number) => void;
  /** Metres a CSS pixel stands for in the middle of the view, geodesic. */
  metres_per_pixel: () => number;
  place: () => Place;
  when_drawn: () => Promise<void>;
  close: () => void;
}

const format = new GeoJSON({ featureProjection: "EPSG:3857" });
const css_pixel_m = 0.0254 / 96;
const depot_names_from_zoom = 9;

const tries = 61;
/** Which symbol keeps its place where several would cover each other: the first of these. */
const order_of_places = ["needs", "warnings", "convoys", "closures", "depots", "reports", "silent", "suppliers", "townships"];
const depot_order = ["depot_province", "depot_city", "depot_consignment", "depot_county"];

function precedence(object: MapObject): number {
  return order_of_places.indexOf(object.layer) * 10 + Math.max(0, depot_order.indexOf(object.symbol));
}

/** Pixels a symbol keeps free around its middle. */
function radius_of(object: MapObject): number {
  return object.layer === "townships" ? 0 : object.symbol === "depot_county" ? 7 : object.layer === "needs" ? 14 : object.layer === "closures" || object.layer === "convoys" ? 13 : 10;
}

interface Drawn {
  object: MapObject;
  at: Coordinate | null;
  shift: [number, number];
  geometry: Geometry | undefined;
}

/** Opens a map in an element. */
export function open_view(target: HTMLElement, options: ViewOptions): MapView {
  const base = new VectorImageLayer({ source: new VectorSource(), style: base_style, imageRatio: options.interactive ? 1.5 : 1 });
  const shapes = new VectorLayer({ source: new VectorSource(), updateWhileInteracting: false });
  const symbols = new VectorLayer({ source: new VectorSource() });
  const chosen = new VectorLayer({ source: new VectorSource() });
  const labels = new VectorLayer({ source: new VectorSource(), declutter: true });
  const view = new View({ center: fromLonLat([126.2, 43.6]), zoom: 7, minZoom: 5, maxZoom: 14, enableRotation: false });
  const map = new OpenMap({
    target,
    layers: [base, shapes, symbols, labels, chosen],
    view,
    controls: [],
    ...(options.pixel_ratio === undefined ? {} : { pixelRatio: options.pixel_ratio }),
    interactions: options.interactive ? default_interactions({ altShiftDragRotate: false, pinchRotate: false }) : [],
  });
  const fit = (extent: [number, number, number, number]) => {
    const [west, south, east, north] = extent;
    view.fit([...fromLonLat([west, south]), ...fromLonLat([east, north])] as Extent, { padding: [12, 12, 12, 12] });
  };
  if (options.place) {
    view.setCenter(fromLonLat([options.place.lon, options.place.lat]));
    view.setZoom(options.place.zoom);
  } else {
    fit(whole_province);
  }

  let drawn: Drawn[] = [];
  let county_labels: { code: string; name: string; at: Coordinate }[] = [];
  let selected = new Set<string>();

  /** Symbols that would cover each other at this zoom stand apart; what matters most keeps its place. */
  const arrange = () => {
    const resolution = view.getResolution() ?? 1;
    const taken: { x: number; y: number; radius: number }[] = [];
    for (const one of drawn) {
      const [x = 0, y = 0] = one.at ?? [];
      if (!one.at) {
        continue;
      }
      const radius = radius_of(one.object);
      if (radius === 0) {
        continue;
      }
      for (let index = 0; index < tries; index += 1) {
        const shift = apart(index);
        const at = { x: x / resolution + shift[0], y: y / resolution + shift[1], radius };
        const is_free = taken.every((other) => Math.hypot(other.x - at.x, other.y - at.y) >= other.radius + radius - 1.5);
        if (is_free || index === tries - 1) {
          one.shift = is_free ? shift : [0, 0];
          taken.push({ x: x / resolution + one.shift[0], y: y / resolution + one.shift[1], radius });
          break;
        }
      }
    }
    symbols.changed();
    choose_all();
  };

  const label_all = () => {
    const zoom = view.getZoom() ?? 7;
    const features: Feature[] = [];
    const add = (words: string, at: Coordinate, offset: [number, number], rank: number, is_strong: boolean) => {
      const style = label_style(words, at, offset, rank, is_strong);
      const feature = new Feature(style.getGeometry() as Geometry);
      feature.setStyle(style);
      features.push(feature);
    };
    const affected = new Set<string>();
    for (const { object, at, shift } of drawn) {
      if (!at) {
        continue;
      }
      const is_chosen = selected.has(object.key);
      const under: [number, number] = [shift[0], -shift[1] + 25];
      if (object.layer === "townships") {
        if (zoom >= depot_names_from_zoom) {
          add(`${object.label} ${object.name}`, at, [0, 14], 7, is_chosen);
        }
      } else if (object.label !== "") {
        add(object.label, at, under, object.layer === "needs" ? 0 : 2, true);
      } else if (is_chosen || (object.layer === "depots" && zoom >= depot_names_from_zoom)) {
        add(object.name, at, under, is_chosen ? 1 : 6, is_chosen);
      }
      if (object.layer === "needs" || object.layer === "reports") {
        affected.add(String(object.properties.county ?? object.properties.unit ?? ""));
      }
    }
    for (const county of county_labels) {
      const is_affected = affected.has(county.code);
      if (is_affected || zoom >= 7.6) {
        add(language.value === "zh" ? county.name : division_name(county.code), county.at, [0, 16], is_affected ? 4 : 9, is_affected);
      }
    }
    labels.getSource()?.clear(true);
    labels.getSource()?.addFeatures(features);
  };

  const choose_all = () => {
    const features = drawn.flatMap(({ object, at, shift }) => {
      if (!at || !selected.has(object.key)) {
        return [];
      }
      const style = selection_style(at, shift);
      const feature = new Feature(style.getGeometry() as Geometry);
      feature.setStyle(style);
      return [feature];
    });
    chosen.getSource()?.clear(true);
    chosen.getSource()?.addFeatures(features);
  };

  let zoom_of_labels = -1;
  map.on("moveend", () => {
    const zoom = Math.round((view.getZoom() ?? 7) * 10);
    if (zoom !== zoom_of_labels) {
      zoom_of_labels = zoom;
      arrange();
      label_all();
    }
    const extent = view.calculateExtent(map.getSize());
    const in_view = new Set(drawn.filter(({ at }) => at !== null && containsCoordinate(extent, at)).map(({ object }) => object.key));
    options.on_move?.(place(), (key) => in_view.has(key));
  });
  const place = (): Place => {
    const [lon = 0, lat = 0] = toLonLat(view.getCenter() ?? [0, 0]);
    return { lon: Math.round(lon * 1e4) / 1e4, lat: Math.round(lat * 1e4) / 1e4, zoom: Math.round((view.getZoom() ?? 7) * 100) / 100 };
  };
  if (options.on_press) {
    map.on("singleclick", (event) => {
      const found: string[] = [];
      map.forEachFeatureAtPixel(
        event.pixel,
        (feature) => {
          const key = feature.get("key") as string | undefined;
          if (key && !found.includes(key)) {
            found.push(key);
          }
        },
        { hitTolerance: 4, layerFilter: (layer) => layer === symbols || layer === shapes },
      );
      const original = event.originalEvent as MouseEvent;
      options.on_press?.(found.slice(0, 1), original.shiftKey);
    });
  }

  return {
    show_base: (document, hidden) => {
      const features = document.layers
        .filter((layer) => !hidden.has(layer.id))
        .flatMap((layer) =>
          layer.features.map((feature) => {
            const read = format.readFeature(feature) as Feature;
            read.set("base", layer.id);
            return read;
          }),
        );
      county_labels = (document.layers.find((layer) => layer.id === "counties")?.features ?? []).map((feature) => {
        const [lon = 0, lat = 0] = feature.properties.label as number[];
        const code = String(feature.properties.code);
        return { code, name: String(feature.properties.name), at: fromLonLat([lon, lat]) };
      });
      base.getSource()?.clear(true);
      base.getSource()?.addFeatures(features);
      label_all();
    },
    show: (objects, now_selected) => {
      selected = now_selected;
      drawn = [...objects]
        .sort((a, b) => precedence(a) - precedence(b))
        .map((object) => {
          const geometry = object.geometry ? (format.readGeometry(object.geometry) as Geometry) : undefined;
          return { object, at: place_of(geometry), shift: [0, 0], geometry };
        });
      const shape_features: Feature[] = [];
      const symbol_features: Feature[] = [];
      for (const one of drawn) {
        const { object, at, geometry } = one;
        if (!at || !geometry) {
          continue;
        }
        if (geometry.getType() !== "Point") {
          const shape = new Feature(geometry);
          shape.set("key", object.key);
          shape.setStyle(shape_style(object, selected.has(object.key)));
          shape_features.push(shape);
        }
        const symbol = new Feature(geometry);
        symbol.set("key", object.key);
        symbol.setStyle((_: unknown, resolution: number) => symbol_style(object, at, one.shift, resolution));
        symbol_features.push(symbol);
      }
      shapes.getSource()?.clear(true);
      shapes.getSource()?.addFeatures(shape_features);
      symbols.getSource()?.clear(true);
      symbols.getSource()?.addFeatures(symbol_features);
      arrange();
      label_all();
      map.dispatchEvent("moveend");
    },
    zoom_by: (steps) => view.animate({ zoom: (view.getZoom() ?? 7) + steps, duration: 150 }),
    fit,
    look_at: (key) => {
      const found = drawn.find(({ object }) => object.key === key);
      const extent = view.calculateExtent(map.getSize());
      if (found?.at && !isEmpty(extent) && !containsCoordinate(extent, found.at)) {
        view.setCenter(found.at);
      }
    },
    set_scale: (scale) => {
      const at = view.getCenter() ?? [0, 0];
      const at_one = getPointResolution("EPSG:3857", 1, at, "m");
      view.setResolution((scale * css_pixel_m) / at_one);
    },
    metres_per_pixel: () => getPointResolution("EPSG:3857", view.getResolution() ?? 1, view.getCenter() ?? [0, 0], "m"),
    place,
    when_drawn: () =>
      new Promise((resolve) => {
        map.once("rendercomplete", () => resolve());
        map.render();
      }),
    close: () => map.setTarget(undefined),
  };
}
