// SPDX-License-Identifier: Apache-2.0
import type { FeatureLike } from "ol/Feature";
import type { Coordinate } from "ol/coordinate";
import { LineString, MultiLineString, MultiPolygon, Point, Polygon, type Geometry } from "ol/geom";
import GeometryCollection from "ol/geom/GeometryCollection";
import { Circle, Fill, Icon, Stroke, Style, Text } from "ol/style";
import type { MapObject } from "./objects";
import { drawn_scale, symbol_picture } from "./symbols";

const land = "#F6F6F4";
const water = "#C9D3DB";
const river = "#A9BAC6";
const border = "#8A9199";
const road_greys: Record<string, { colour: string; width: number }> = {
  motorway: { colour: "#4A5158", width: 1.6 },
  trunk: { colour: "#5F6770", width: 1.2 },
  primary: { colour: "#7A828B", width: 1 },
  secondary: { colour: "#A4ABB2", width: 0.8 },
};
const map_font = (size: number, weight = 400) => `${weight} ${size}px "Microsoft YaHei","Noto Sans CJK SC","WenQuanYi Micro Hei",sans-serif`;

const base_styles: Record<string, Style> = {
  counties: new Style({ zIndex: 0, fill: new Fill({ color: land }), stroke: new Stroke({ color: border, width: 1, lineDash: [6, 3] }) }),
  lakes: new Style({ zIndex: 1, fill: new Fill({ color: water }), stroke: new Stroke({ color: river, width: 1 }) }),
  rivers: new Style({ zIndex: 2, stroke: new Stroke({ color: river, width: 1.5 }) }),
  ...Object.fromEntries(
    Object.entries(road_greys).map(([name, line], index) => [
      `roads.${name}`,
      new Style({ zIndex: 10 - index, stroke: new Stroke({ color: line.colour, width: line.width }) }),
    ]),
  ),
};

export function base_style(feature: FeatureLike): Style | undefined {
  const layer = feature.get("base") as string;
  return base_styles[layer === "roads" ? `roads.${feature.get("class") as string}` : layer];
}

/** Layers from the lowest to the top one. */
export const stacking = ["townships", "suppliers", "silent", "reports", "needs", "depots", "closures", "convoys", "warnings"];

/** A place to draw a symbol at: the point, the middle of the longest line, the inside of the largest area. */
export function place_of(geometry: Geometry | undefined): Coordinate | null {
  if (geometry instanceof Point) {
    return geometry.getCoordinates();
  }
  if (geometry instanceof LineString) {
    return geometry.getCoordinateAt(0.5);
  }
  if (geometry instanceof MultiLineString) {
    const longest = geometry.getLineStrings().reduce((best, line) => (line.getLength() > best.getLength() ? line : best));
    return longest.getCoordinateAt(0.5);
  }
  if (geometry instanceof Polygon) {
    return geometry.getInteriorPoint().getCoordinates().slice(0, 2);
  }
  if (geometry instanceof MultiPolygon) {
    const largest = geometry.getPolygons().reduce((best, area) => (area.getArea() > best.getArea() ? area : best));
    return largest.getInteriorPoint().getCoordinates().slice(0, 2);
  }
  if (geometry instanceof GeometryCollection) {
    const parts = geometry.getGeometries();
    return parts.length > 0 ? place_of(parts[0]) : null;
  }
  return null;
}

const dashes: Record<string, number[]> = {
  warning_blue: [2, 6],
  warning_yellow: [8, 5],
  warning_orange: [14, 5],
  warning_red: [24, 4],
  closure_unconfirmed: [2, 5],
  closure_part: [10, 5],
};

/** The line of a closure, the border of a warning. */
export function shape_style(object: MapObject, is_selected: boolean): Style[] {
  const styles: Style[] = [];
  if (is_selected) {
    styles.push(new Style({ zIndex: 0, stroke: new Stroke({ color: "#0B5CAD", width: 9 }) }));
  }
  const is_warning = object.layer === "warnings";
  styles.push(
    new Style({ zIndex: 1, stroke: new Stroke({ color: "#FFFFFF", width: is_warning ? 4 : 6 }) }),
    new Style({
      zIndex: 2,
      stroke: new Stroke({
        color: is_warning ? "#1F2328" : "#A30018",
        width: is_warning ? 2 : 3.5,
        ...(dashes[object.symbol] ? { lineDash: dashes[object.symbol] as number[] } : {}),
      }),
    }),
  );
  return styles;
}

/** The symbol, drawn apart from its place by `shift`, with a thin line to it. */
export function symbol_style(object: MapObject, at: Coordinate, shift: [number, number], resolution: number): Style[] {
  const depth = stacking.indexOf(object.layer);
  const styles: Style[] = [];
  if (shift[0] !== 0 || shift[1] !== 0) {
    const [x = 0, y = 0] = at;
    styles.push(
      new Style({
        zIndex: 0,
        geometry: new LineString([at, [x + shift[0] * resolution, y + shift[1] * resolution]]),
        stroke: new Stroke({ color: "#5F6770", width: 1 }),
      }),
    );
  }
  styles.push(
    new Style({
      zIndex: 10 + depth,
      geometry: new Point(at),
      image: new Icon({
        img: symbol_picture(object.symbol, object.state),
        scale: 1 / drawn_scale,
        displacement: shift,
        rotation: ((object.heading ?? 0) * Math.PI) / 180,
        rotateWithView: true,
      }),
    }),
  );
  return styles;
}

export function selection_style(at: Coordinate, shift: [number, number]): Style {
  return new Style({
    geometry: new Point(at),
    image: new Circle({ radius: 19, stroke: new Stroke({ color: "#0B5CAD", width: 3 }), displacement: shift }),
  });
}

/** White halo, never turned; the lower `rank` wins where two would cover each other. */
export function label_style(words: string, at: Coordinate, offset: [number, number], rank: number, is_strong: boolean): Style {
  return new Style({
    zIndex: -rank,
    geometry: new Point(at),
    text: new Text({
      text: words,
      font: map_font(is_strong ? 13 : 12, is_strong ? 600 : 400),
      fill: new Fill({ color: is_strong ? "#1F2328" : "#4A5158" }),
      stroke: new Stroke({ color: "#FFFFFF", width: 3 }),
      offsetX: offset[0],
      offsetY: offset[1],
      overflow: true,
    }),
  });
}
