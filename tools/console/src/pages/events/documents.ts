// SPDX-License-Identifier: Apache-2.0
// Fields of the documents these pages read; a document may carry more.

export interface IncidentStep {
  step: string;
  at: string;
  officer: string;
  unit: string;
  note: string;
}
export interface Incident {
  event: string;
  name: string;
  hazard: string;
  scope: string;
  start: string;
  opened_at: string;
  officer: string;
  note: string;
  steps: IncidentStep[];
}
export interface ReportFigure {
  metric: string;
  value: string;
  unit: string;
  bound: string;
  exactness: string;
  words: string;
}
export interface FieldReport {
  report: string;
  unit: string;
  unit_name: string;
  kind: string | null;
  stat_time: string;
  received_at: string;
  reporter: string;
  corrects: string | null;
  corrected_by: string | null;
  counts_since: string | null;
  figures: ReportFigure[];
  source: string;
  flag: string;
  note: string;
  explanations: string[];
}
export interface ReportsDocument {
  event: string;
  as_of: string;
  reports: FieldReport[];
}
export interface Because {
  metric: string;
  value: number;
  rule: string;
  level: number;
  lower_bound: boolean;
  arithmetic: string;
  flag: string;
  verified: boolean;
}
export interface LevelRow {
  plan: string;
  scope: string;
  unit: string;
  level: number;
  official: boolean;
  verified: boolean;
  in_force: boolean;
  tested: boolean;
  several_events: boolean;
  report: string;
  because: Because[];
}
export interface Side {
  report: string;
  reporter: string;
  value: number;
}
export interface ContradictionRow {
  scope: string;
  metric: string;
  earlier: Side;
  later: Side;
}
export interface Advice {
  plan: string;
  scope: string;
  scope_name: string;
  level: number;
  known: boolean;
  verified: boolean;
  phase: string;
  standing: number;
  advised: number;
  step: string;
  decides: { role: string; posts: string[]; outside: boolean; borrowed_from: string | null; flag: string };
  because: LevelRow[];
  linkages: { modifier: string | null; level: number; because: string; flag: string }[];
}
export interface LevelsDocument {
  as_of: string;
  levels: LevelRow[];
  relief_metric_known: boolean;
  contradictions: ContradictionRow[];
  advice: Advice[];
}
export interface ResponsesDocument {
  as_of: string;
  responses: { plan: string; scope: string; scope_name: string; level: number; started_at: string | null }[];
  decisions: {
    id: number | string;
    at: string;
    step: string;
    plan: string;
    scope: string;
    scope_name: string;
    level: number;
    level_before: number;
    recommended: number;
    recommended_known: boolean;
    away: boolean;
    role: string;
    person: string | null;
    post: string | null;
    document: string | null;
    modifier: string | null;
    reason: string | null;
    officer: string;
  }[];
}
export interface ResponseAction {
  id: number;
  decision: number;
  rule: string;
  action: string;
  action_zh: string;
  actor: string;
  clock_start: string;
  state: string;
  due: string | null;
  minutes: number;
  repeat_minutes: number | null;
  borrowed_from: string | null;
  done: { at: string; by: string; officer: string; note: string }[];
  source: string;
  flag: string;
}
export interface ActionsDocument {
  as_of: string;
  actions: ResponseAction[];
}
export interface ReportDue {
  unit: string;
  unit_name: string;
  report: string;
  recipient: string;
  rule: string;
  comparator: boolean;
  due: string | null;
  because: string;
  state: string;
  minutes: number;
  received_at: string | null;
  received: string | null;
  escalates_to: string[];
  source: string;
  flag: string;
}
export interface DuesDocument {
  as_of: string;
  due: ReportDue[];
}
export interface Band {
  p10: number;
  p50: number;
  p90: number;
}
export interface AssessedFigure extends Band {
  code: string;
  name: string;
  metric: string;
  prior: Band;
  evidence: string[];
  hazard?: number;
}
export interface AssessedRule {
  table: string;
  row: string;
  value: number;
  source: string;
  flag: string;
  verified: boolean;
}
export interface AssessedNeed {
  item: string;
  quantity: number;
  unit: string;
  rules: AssessedRule[];
}
export interface Assessment {
  scenario: string | null;
  as_of: string;
  seed: number;
  draws: number;
  hazard: {
    kind: string;
    driver: string;
    month: number;
    shocks: number;
    source: string;
    source_en: string;
    notes: string[];
    assumed: unknown[];
  };
  exposure: { id: string; source: string; source_en: string; approximate: boolean; people: number; outside: number };
  units: AssessedFigure[];
  totals: AssessedFigure[];
  not_placed: unknown[];
  unused_reports: string[];
  deaths: { pager_china: number; itb: number; chance_of_none: number };
  needs: {
    county: string;
    name: string;
    relocated_p50: number;
    relocated_p90: number;
    first_wave: AssessedNeed[];
    standby: AssessedNeed[];
  }[];
  rules: AssessedRule[];
}
export interface Scenarios {
  scenarios: { id: string; name: string; hazard: string; start: string; reports: number }[];
}
