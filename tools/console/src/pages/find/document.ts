// SPDX-License-Identifier: Apache-2.0
// Fields of relief.find/1 that the page shows.

export interface Signer {
  post: string;
  unit: string;
  phone: boolean;
  papers_h: number;
  holders: { person: string; phone: string }[];
  rule: string;
  source: string;
  flag: string;
}

export interface Take {
  site: string;
  name: string;
  tier: string;
  quantity: number;
  lots: { lot: string; owner: string; expires_on: string; quantity: number }[];
  trucks: { vehicle_class: string; trips: number }[];
  depart: string;
  arrive: { low: string; likely: string; high: string } | null;
  may_be_late: boolean;
  signs: Signer[];
  phone: { org: string; role: string };
}

export interface SiteRow {
  site: string;
  name: string;
  tier: string;
  on_hand: number;
  held: number;
  available: number;
  keep: number;
  in_time: number;
  first_arrival: string | null;
  why_not: string | null;
}

export interface FindDocument {
  item: string;
  unit: string;
  quantity: number;
  to: string;
  to_name: string;
  at: string;
  by: string;
  cut: string[];
  response: number;
  in_time: number;
  late: number;
  missing: number;
  rest_by: string | null;
  late_factor: number;
  now: Take[];
  later: Take[];
  sites: SiteRow[];
  substitutes: { item: string; rate: number; in_time: number; ready: number; rule: string }[];
}
