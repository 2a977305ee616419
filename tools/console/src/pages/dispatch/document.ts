// SPDX-License-Identifier: Apache-2.0
// Fields of the documents of orders and calls that the pages show.

export interface Papers {
  owed: boolean;
  due: string | null;
  overdue: boolean;
}

export interface OrderRow {
  id: number;
  number: string;
  state: string;
  event: string;
  from: string;
  to: string;
  from_name?: string;
  to_name?: string;
  made_at: string;
  version: number;
  in_transit: number;
  papers: Papers | null;
}

export interface OrderList {
  orders: OrderRow[];
}

export interface Step {
  verb: string;
  state: string;
  occurred_at: string;
  recorded_at: string;
  actor: string;
  post: string;
  note: string;
  content: Record<string, unknown>;
}

export interface OrderLine {
  line: number;
  item: string;
  item_name?: string;
  lot: string;
  amount: number;
  quantity: string;
  owner: string;
  from: string;
  to: string;
  note: string;
}

export interface Piece {
  line: number;
  item: string;
  lot: string;
  owner: string;
  picked: string;
  loaded: string;
  sent: string;
  in_transit: string;
  good: string;
  damaged: string;
  missing: string;
  lost: string;
  returned: string;
}

export interface ToSign {
  owner: string;
  goods: string;
  response: string;
  posts: {
    post: string;
    post_zh: string;
    unit: string;
    by_phone: boolean;
    papers_h: number;
    rule: string;
    flag: string;
    source: string;
    holders: { code: string; name: string; phone: string }[];
  }[];
}

export interface Order {
  id: number;
  number: string;
  kind: string;
  state: string;
  event: string;
  made_at: string;
  made_by: string;
  content: Record<string, unknown>;
  lines: OrderLine[];
  steps: Step[];
  version: number;
  to_sign?: ToSign[];
  papers?: Papers | null;
  minutes?: { order_to_departure: number | null; order_to_arrival: number | null };
  pieces?: Piece[];
  documents?: { number: string; kind: string; state: string }[];
}

export interface Call {
  id: number;
  at: string;
  caller: string;
  unit: string;
  phone: string;
  words: string;
  place: string;
  hazard: string;
  relocated: number | null;
  struck_at: string | null;
  lines: { item: string; needed: number | null; own_stock: number | null; own_used: number | null; asked: number | null }[];
  tape: string;
  event: string;
  not_said: string[];
}
