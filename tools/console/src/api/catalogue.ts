// SPDX-License-Identifier: Apache-2.0
// What the codes of the other documents stand for; asked once a page load.
import { computed, signal } from "@preact/signals";
import { language } from "../words/language";
import { ask } from "./client";

export interface CatalogueItem {
  id: string;
  name: string;
  name_en: string;
  class: string;
  unit: string;
  weight_kg: number;
  volume_m3: number;
  decimals: number;
  flag: string;
}

export interface CatalogueDepot {
  id: string;
  name: string;
  type: string;
  level: string;
  seat: string;
  org: string;
  keeper: string;
  longitude: number;
  latitude: number;
  flag: string;
}

export interface Division {
  code: string;
  name: string;
  name_en: string;
  kind: string;
  parent: string;
  pinyin: string;
  longitude: number | null;
  latitude: number | null;
  population: number;
}

export interface Catalogue {
  items: CatalogueItem[];
  depots: CatalogueDepot[];
  suppliers: { id: string; name: string; item: string; place: string }[];
  divisions: Division[];
  organisations: Named[];
  posts: Named[];
  tiers: Named[];
  vehicle_classes: Named[];
  people: Named[];
}

interface Named {
  id: string;
  name: string;
  /** "" where there is none. */
  name_en: string;
}

export const catalogue = signal<Catalogue | null>(null);

export async function load_catalogue(): Promise<void> {
  catalogue.value = (await ask<Catalogue>("catalogue")).document;
}

const items = computed(() => new Map(catalogue.value?.items.map((item) => [item.id, item])));
const depots = computed(() => new Map(catalogue.value?.depots.map((depot) => [depot.id, depot])));
const suppliers = computed(() => new Map(catalogue.value?.suppliers.map((one) => [one.id, one])));
const divisions = computed(() => new Map(catalogue.value?.divisions.map((one) => [one.code, one])));

export function item_of(id: string): CatalogueItem | undefined {
  return items.value.get(id);
}

/** A name for a code, the code itself where nobody knows it. */
export function item_name(id: string): string {
  const item = items.value.get(id);
  return item ? (language.value === "zh" ? item.name : item.name_en || item.name) : id;
}

export function item_unit(id: string): string {
  return items.value.get(id)?.unit ?? "";
}

export function division_name(code: string): string {
  const division = divisions.value.get(code);
  return division ? (language.value === "zh" ? division.name : division.name_en || division.name) : code;
}

/** A depot, a supplier or a division. Depots and suppliers have Chinese names alone. */
export function site_name(id: string): string {
  return depots.value.get(id)?.name ?? suppliers.value.get(id)?.name ?? division_name(id);
}

type NamedTable = "organisations" | "posts" | "tiers" | "vehicle_classes" | "people";
const named = computed(() => {
  const tables = {} as Record<NamedTable, Map<string, Named>>;
  for (const table of ["organisations", "posts", "tiers", "vehicle_classes", "people"] as const) {
    tables[table] = new Map(catalogue.value?.[table].map((one) => [one.id, one]));
  }
  return tables;
});

/** The name of an office, a post, a tier of supply, a class of lorry or a person. */
export function name_of(table: NamedTable, id: string): string {
  const found = named.value[table].get(id);
  return found ? (language.value === "zh" ? found.name : found.name_en || found.name) : id;
}

/** Divisions for a field, found by name, code or the first letters of their pinyin. */
export const division_choices = computed(() =>
  (catalogue.value?.divisions ?? []).map((one) => ({
    value: one.name,
    text: `${one.code} ${one.pinyin}`,
  })),
);

export const item_choices = computed(() =>
  (catalogue.value?.items ?? []).map((one) => ({ value: one.name, text: `${one.id} ${one.unit}` })),
);

/** What was typed for an item: code, name, or the beginning of one name alone. */
export function find_item(text: string): CatalogueItem | undefined {
  const wanted = text.trim();
  const all = catalogue.value?.items ?? [];
  const exact = all.find((item) => item.id === wanted.toUpperCase() || item.name === wanted || item.name_en === wanted);
  if (exact || wanted === "") {
    return exact;
  }
  const near = all.filter((item) => item.name.includes(wanted));
  return near.length === 1 ? near[0] : undefined;
}

/**
 * The code of the one division above a township that is called so, with or without 市 县 区; what was
 * typed where there is none or more than one. The answer shows its full name and code.
 */
export function division_code(text: string): string {
  const wanted = text.trim();
  const called = (catalogue.value?.divisions ?? []).filter(
    (one) => one.name === wanted || (wanted.length >= 2 && one.name.replace(/[市县区州]$/, "") === wanted),
  );
  const [only] = called;
  return only && called.length === 1 ? only.code : wanted;
}
