// SPDX-License-Identifier: Apache-2.0
import type { JournalEvent } from "../../app/live";
import type { WarningLevel } from "../../parts/marks";
import { department_word } from "../../words/alerts";
import { say } from "../../words/language";

export interface AlertHead {
  warning: string;
  status: "Actual" | "Exercise";
  state: string;
  version: number;
  hazard: string;
  colour: WarningLevel;
  follow: string;
  follows: string;
  message: string;
  released_at: string | null;
  expires: string;
  deadline: string | null;
  awaited: string[];
  ready: boolean;
  headline: string;
}
export interface Signature {
  department: string;
  person: string;
  name: string;
  role: string;
  delegation: string | null;
  decision: string;
  remark: string;
  hash: string;
  at: string;
  late: boolean;
  approval: boolean;
  void_since: string | null;
}
export interface WarningText {
  language: string;
  sender: string;
  event: string;
  headline: string;
  description: string;
  instruction: string;
  area: string;
}
export interface Draft {
  onset: string;
  expires: string;
  area: { codes: string[]; polygons: unknown[]; circles: { centre: [number, number]; radius_km: number }[] };
  texts: WarningText[];
  reason: string;
  [more: string]: unknown;
}
export interface AlertCase extends AlertHead {
  hash: string;
  drafter: string;
  terms: {
    lead: string;
    cosigners: string[];
    cosigners_needed: number;
    approval: boolean;
    approver: string;
    green_channel: boolean;
    minutes: number;
  };
  silent: string[];
  without: string[];
  face: string;
  signatures: Signature[];
  steps: { at: string; step: string; person: string; department: string; words: string }[];
  findings: { code: string; language: string; found: string; expected: string; fatal: boolean }[];
  superseded_by: string;
  draft: Draft;
  preposition: string | null;
}

export interface Audience {
  people: number;
  source: string;
  counties: { code: string; name: string; share: number; people: number }[];
  townships: { id: string; name: string }[];
  depots: { id: string; name: string }[];
  channels?: { channel: string; kind: string; counties: string[]; targets: number }[];
  unreached?: string[];
  calls?: {
    id: string;
    name: string;
    kind: string;
    people: number;
    head: string;
    head_phone: string;
    duty: string;
    duty_phone: string;
  }[];
}

export interface Delivery {
  delivery: number;
  warning: string;
  channel: string;
  kind: string;
  county: string;
  target: string;
  state: string;
  attempts: number;
  last: string | null;
  person: string;
  detail: string;
  escalates: number | null;
}
export interface Receipts {
  totals: { total: number; acked: number; failed: number; pending: number };
  deliveries: Delivery[];
}

export interface Roster {
  officers: { id: number; person: string; name: string; department: string; role: string; until: string | null }[];
  delegations: { id: string; from_person: string; to_person: string; department: string; until: string }[];
}

export const about_alerts = (event: JournalEvent): boolean => /^(alert|warning)/.test(event.operation);

const open_states = ["draft", "consult", "countersign", "approve"];
export function is_open(state: string): boolean {
  return open_states.includes(state);
}

export function department(id: string, at: string): string {
  return say(department_word(id, at));
}

/** When the round was sent: the countdown's first moment. */
export function round_begun(one: AlertCase): string | null {
  return [...one.steps].reverse().find((step) => step.step === "countersign")?.at ?? null;
}

/** Signatures that still stand, of departments. */
export function standing(one: AlertCase): Signature[] {
  return one.signatures.filter((signature) => signature.void_since === null && !signature.approval);
}
