// SPDX-License-Identifier: Apache-2.0
// The documents of the books this page shows, as the API words them.
import type { JournalEvent } from "../../app/live";
import { say, type Word } from "../../words/language";

export interface StockRow {
  site: string;
  item: string;
  lot: string;
  owner: string;
  keeper: string;
  condition: string;
  stage: string;
  made_on: string | null;
  expires_on: string | null;
  unit: string;
  decimals: number;
  amount: number;
  held?: number;
  available?: number;
  lot_state?: string;
  why_not?: string | null;
}
export interface StockDocument {
  now: string;
  as_of: string | null;
  known_at: string | null;
  rows: StockRow[];
}

export interface GapDocument {
  now: string;
  gaps: {
    site: string;
    item: string;
    unit: string;
    standard_people: number;
    minimum: number;
    available: number;
    gap: number;
    rule: string;
  }[];
}

export interface Entry {
  site: string;
  owner: string;
  keeper: string;
  condition: string;
  stage: string;
  amount: number;
}
export interface LotStep {
  movement: number;
  kind: string;
  occurred_at: string;
  recorded_at: string;
  actor: string;
  reason: string;
  document: string;
  verb: string;
  reversed_by: number | null;
  entries: Entry[];
}
export interface Lot {
  item: string;
  lot: string;
  unit: string;
  decimals: number;
  made_on: string | null;
  expires_on: string | null;
  state: string;
  states: { state: string; at: string; reason: string }[];
  steps: LotStep[];
  now: StockRow[];
  gone: StockRow[];
  holds: { hold: number; document: string; line: number; site: string; amount: number; deadline: string }[];
}

export interface DocumentLine {
  line: number;
  item: string;
  lot: string;
  amount: number;
  owner: string;
  from: string;
  to: string;
  condition: string;
  note: string;
}
export interface DocumentStep {
  verb: string;
  state: string;
  occurred_at: string;
  recorded_at: string;
  actor: string;
  post: string;
  note: string;
  content: unknown;
  movement: number | null;
}
export interface PaperDocument {
  id: number;
  number: string;
  kind: string;
  state: string;
  event: string;
  made_at: string;
  made_by: string;
  content: Record<string, unknown>;
  lines: DocumentLine[];
  steps: DocumentStep[];
  links?: { relation: string; direction: string; document: string; kind: string; state: string }[];
  attachments?: { id: number; name: string; mime: string; size: number; sha256: string }[];
}

export interface CountDocument {
  document: PaperDocument;
  sheet: { site: string; item: string; lot: string; owner: string; condition: string; expires: string; book: number | null }[];
  differences: Record<string, unknown>[];
}

export const moves_stock = (event: JournalEvent): boolean =>
  /^(doc|count|import|order|lot|reverse|period|hold|call_off|opening)/.test(event.operation);
export const moves_documents = (event: JournalEvent): boolean =>
  /^(doc|count|import|order|reverse|application|call_off|print|attach)/.test(event.operation);

/** A word of a table of words; the code itself where it is not in there. */
export function word_of(words: Record<string, Word>, code: string): string {
  const word = words[code];
  return word ? say(word) : code || "—";
}

/** Documents that live on the dispatch page. */
export function is_dispatch(kind: string): boolean {
  return ["application", "allotment_order", "call_off", "pick", "waybill", "handover", "receipt_slip", "discrepancy"].includes(kind);
}

export interface Verb {
  verb: string;
  operation: string;
  /** Needs a reason. */
  reason: boolean;
  /** A person is waited for: stands in 待审批. */
  waits: boolean;
  moves: boolean;
}

const sign: Verb = { verb: "sign", operation: "doc sign", reason: false, waits: true, moves: false };
const post: Verb = { verb: "post", operation: "doc post", reason: false, waits: true, moves: true };
const check: Verb = { verb: "check", operation: "doc check", reason: false, waits: true, moves: false };
const depart: Verb = { verb: "depart", operation: "doc depart", reason: false, waits: true, moves: true };
const close: Verb = { verb: "close", operation: "count close", reason: false, waits: true, moves: true };
const lift: Verb = { verb: "lift", operation: "doc lift", reason: true, waits: false, moves: true };
const leave: Verb = { verb: "void", operation: "doc void", reason: true, waits: false, moves: false };
const reverse: Verb = { verb: "reverse", operation: "reverse", reason: true, waits: false, moves: true };

/** What can be done next with a document, as its life goes (life_cycle.cpp); the server decides whether it may. */
export function next_verbs(kind: string, state: string): Verb[] {
  if (is_dispatch(kind) || kind === "reversal") {
    return [];
  }
  if (state === "draft") {
    return kind === "scrap" ? [check, leave] : [sign, leave];
  }
  if (state === "checked") {
    return [sign, leave];
  }
  if (state === "open") {
    return [close, leave];
  }
  if (state === "closed") {
    return [sign, post, leave];
  }
  if (state === "signed") {
    return kind === "pre_placement" ? [depart, post, leave] : [post, leave];
  }
  if (state === "departed") {
    return [post, reverse];
  }
  if (state === "posted") {
    return kind === "recall" ? [lift] : [reverse];
  }
  return [];
}

/** Days from a moment to the end of a calendar date in Beijing; negative once it is over. */
export function days_until(date: string | null, now: string): number | null {
  if (!date) {
    return null;
  }
  const day_ms = 24 * 3600_000;
  return Math.round((Date.parse(`${date}T00:00:00Z`) - Date.parse(`${now.slice(0, 10)}T00:00:00Z`)) / day_ms);
}

/** Stages that hold goods; the others are counter-accounts of the books. */
const goods_stages = ["on_hand", "picked", "loaded", "in_transit", "at_receiver", "on_loan", "quarantine", "await_scrap"];

/** "in_transit(o17)" is in_transit. */
export function base_stage(stage: string): string {
  return stage.replace(/\(.*\)$/, "");
}
export function holds_goods(stage: string): boolean {
  return goods_stages.includes(base_stage(stage));
}
