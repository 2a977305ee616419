// SPDX-License-Identifier: Apache-2.0
// Fields of relief.plan/1 that the page shows.

export interface Shipment {
  id: string;
  from: string;
  to: string;
  depart: string;
  arrive: string;
  vehicle_class: string;
  vehicles: number;
  trips: number;
  load_kg: number;
  load_m3: number;
  route: { km: number; minutes: number; edges: unknown[]; road: string };
  lines: { item: string; lot: string | null; quantity: number; for_need: string | string[]; counts_for: number }[];
  tier: string;
  mode: string;
  committed: string | null;
  order: string | null;
}

export interface Aim {
  name: string;
  value: number;
  bound: number;
  gap: number;
  unit: string;
  sense: "max" | "min";
}

export interface PlanNeed {
  id: string;
  place: string;
  item: string;
  quantity: number;
  unit: string;
  by: string;
  rule: string;
  report: string | null;
  because: { rule: string; arithmetic: string; flag: string; verified: boolean }[];
}

export interface Plan {
  schema: string;
  scenario: string;
  as_of: string;
  seed: number;
  needs: PlanNeed[];
  shipments: Shipment[];
  unmet: { need: string; quantity: number; cause: string; detail: string; detail_zh: string; limits: string[] }[];
  objective: { levels: Aim[] };
  gap: number;
  warnings: { code: string; zh: string; en: string }[];
  replan?: {
    trips_possible: number;
    trips_changed: number;
    levels_before: Aim[] | { levels: Aim[] };
    changes: { from: string; to: string; item: string; before: number; after: number; because: string | null; zh: string; en: string }[];
    detours: { shipment: string; because: string | null; arrive_before: string; arrive_after: string; km_before: number; km_after: number }[];
  };
}

export interface Source {
  from: string;
  item: string;
  tier: string;
  sent: number;
  left: number;
  vehicle_class: string;
  km: number;
  minutes: number;
  first_arrival: string | null;
  cost_per_unit: { lacking_person_hours: number | null; own_stock_first: number | null; tonne_km: number | null };
  why_not: string | null;
}

export interface Explanation {
  shipment: {
    id: string;
    from: string;
    to: string;
    tier: string;
    needs: { id: string; place: string; item: string; quantity: number; unit: string; by: string; sources: Source[] }[];
    road: { km: number; minutes: number; all_open: { km: number; minutes: number } | null; closures: (string | Record<string, unknown>)[]; next: { km: number; minutes: number } | null };
    without_this_source: { aims: { name: string; unit: string; value: number; without: number; price: number }[]; instead: { from: string; arrive: string; vehicles: number; vehicle_class: string }[] } | null;
  } | null;
}
