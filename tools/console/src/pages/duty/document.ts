// SPDX-License-Identifier: Apache-2.0
// Fields of relief.duty_board/1 (tools/desk/duty_board.h) that the page shows.

export interface Because {
  document: string;
  rule: string;
}

interface Part {
  data_time: string | null;
  because: Because[];
}

export interface BoardOrder {
  id: number;
  number: string;
  state: string;
  stage: string;
  from: string;
  to: string;
  due: string;
  late: boolean;
  late_minutes: number | null;
  last_signal?: string | null;
  where?: string;
  no_signal?: boolean;
}

export interface Tiles {
  orders: Part & { count: number; to_close: number; stages: { id: string; zh: string; en: string; count: number; orders: string[] }[]; late: number; late_orders: BoardOrder[] };
  papers: Part & { count: number; late: number; nearest: { number: string; due: string; late: boolean } | null; papers: { number: string; signer: string; signed_at: string; due: string }[] };
  transit: Part & { count: number; late: number; no_signal: number; no_signal_minutes: number; orders: BoardOrder[] };
  expiring: Part & { days: number; lots: number; expired: number; recalled: number; items: { item: string; zh: string; en: string; unit: string; lots: number; expired: number; quantity: string; first: string }[] };
  hazards: Part & { grade1_open: number; grade1_mended: number; mending: number; hazards: { id: number; site: string; grade: number; words: string; state: string; found_at: string; due: string }[] };
  ledger: Part & { result: string; at: string; head: { seq: number; hash: string; at: string | null }; chain: { from: number; rows: number }; full: { at: string; seq: number } | null; first_wrong: { table: string; row: string; check: string; found: string; expected: string } | null };
}

export interface QueueItem {
  id: string;
  kind: string;
  subject: string;
  site: string;
  zh: string;
  en: string;
  due: string | null;
  minutes_left: number | null;
  state: "late" | "soon" | "open";
  who: string;
  count: number;
  late_count: number;
  command: string;
  address: string;
  because: string;
}

export interface JournalRow {
  seq: number;
  at: string;
  actor: string;
  operation: string;
  subject: string;
  zh: string;
  en: string;
}

export interface LeaderQuestion {
  id: number;
  at: string;
  officer: string;
  kind: "question" | "instruction";
  asked_by: string;
  words: string;
  given_to: string;
  due: string;
  answers: { id: number; at: string; officer: string; words: string; figure: string; source: string; as_of: string | null }[];
}

export interface Board {
  unit: string;
  at: string;
  shift: {
    id: number;
    officer: string;
    leader: string;
    since: string;
    taken_over: Handover | null;
    handed_over: Handover | null;
  } | null;
  handover?: Handover | null;
  tiles: Tiles;
  queue: { count: number; late: number; soon: number; data_time: string | null; items: QueueItem[] };
  since: { from: string | null; data_time: string | null; count: number; shown: number; rows: JournalRow[] };
  questions: { open: number; late: number; data_time: string | null; items: LeaderQuestion[] };
}

export interface Handover {
  id: number;
  at: string;
  from: string;
  to: string;
  verified_at: string;
  head: { seq: number; hash: string };
  rows_since: number;
  note: string;
}
