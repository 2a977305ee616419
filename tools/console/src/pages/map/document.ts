// SPDX-License-Identifier: Apache-2.0
// Fields of relief.situation/1 and relief.situation_base/1 that the map reads.

export type Properties = Record<string, unknown>;

export interface GeoFeature {
  type: "Feature";
  geometry: { type: string; coordinates?: unknown; geometries?: unknown[] } | null;
  properties: Properties;
}

export interface SituationLayer {
  id: string;
  zh: string;
  en: string;
  data_time: string | null;
  last_before: string | null;
  source: string;
  flag: string;
  count: number;
  features: GeoFeature[];
}

export interface Moment {
  at: string;
  seq: number;
  kind: string;
  zh: string;
  en: string;
}

export interface Situation {
  at: string;
  looks_back: boolean;
  seq: number;
  layers: SituationLayer[];
  events: Moment[];
}

export interface BaseLayer {
  id: string;
  data_time: string | null;
  source: string;
  flag: string;
  features: GeoFeature[];
}

export interface SituationBase {
  layers: BaseLayer[];
}

export function text_of(properties: Properties, name: string): string {
  const value = properties[name];
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

export function number_of(properties: Properties, name: string): number | null {
  const value = properties[name];
  return typeof value === "number" ? value : null;
}

export function is_set(properties: Properties, name: string): boolean {
  return properties[name] === true;
}
