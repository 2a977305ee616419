// SPDX-License-Identifier: Apache-2.0
import { use_ask } from "../../api/use_ask";
import { look_back_at } from "../../app/address";
import { FlagMark, number } from "../../parts/marks";
import { Empty, Panel } from "../../parts/panel";
import { Table } from "../../parts/table";
import { Why } from "../../parts/why";
import { common } from "../../words/common";
import { say } from "../../words/language";
import { made_of } from "./assess_run";
import { assess_words } from "./assess_words";
import type { Incident, ReportsDocument, Scenarios } from "./documents";
import { is_about_reports } from "./figures";
import { plan_address } from "./names";
import { event_words } from "./words";

interface RuleStep {
  rule: string;
  arithmetic: string;
  flag: string;
  verified: boolean;
}
export interface NeedRow {
  id: string;
  place: string;
  item: string;
  name: string;
  quantity: number;
  unit: string;
  rule: string;
  rules: RuleStep[];
  report: string | null;
  alternatives: { item: string; rate: number }[];
}
export interface NeedsDocument {
  as_of: string | null;
  days: number;
  needs: NeedRow[];
  warnings: string[];
}

/** Needs by what was reported and by the rules alone, and beside them those of the last assessment. */
export function NeedsPart({ incident }: { incident: Incident }) {
  const id = incident.event;
  const at = look_back_at();
  const scenarios = use_ask<Scenarios>("scenario list");
  const has_scenario = scenarios.answer?.document.scenarios.some((row) => row.id === id) ?? false;
  const needs = use_ask<NeedsDocument>(has_scenario ? "needs" : null, { scenario: id, at });
  const reports = use_ask<ReportsDocument>(has_scenario ? "report list" : null, { scenario: id, at }, is_about_reports);
  const names = new Map((reports.answer?.document.reports ?? []).map((report) => [report.unit, report.unit_name]));
  const made = made_of.value[id];
  return (
    <>
      {has_scenario && (
        <Panel
          title={say(assess_words.need_rules)}
          asked={needs}
          data_time={(document) => document.as_of}
          beside={
            <a class="button no-print" href={plan_address(id, false)}>
              {say(event_words.make_plan)}
            </a>
          }
        >
          {(document) => (
            <>
              {document.warnings.map((warning) => (
                <p class="note">▲ {warning}</p>
              ))}
              <Table
                label={say(assess_words.need_rules)}
                rows={document.needs}
                columns={[
                  { name: say(common.place), value: (row) => names.get(row.place) ?? row.place },
                  { name: say(common.item), value: (row) => row.name },
                  {
                    name: say(common.quantity),
                    value: (row) => row.quantity,
                    number: true,
                    show: (row) => (
                      <Why
                        answer={() => ({
                          title: `${names.get(row.place) ?? row.place} ${row.name}`,
                          value: `${number(row.quantity)} ${row.unit}`,
                          formula: say(assess_words.need_formula, row.report ?? "—"),
                          inputs: row.rules.map((step) => ({ name: step.rule, value: step.arithmetic, rule: step.rule, flag: step.flag })),
                          changes: say(assess_words.changes),
                        })}
                      >
                        {number(row.quantity)}
                      </Why>
                    ),
                  },
                  { name: say(common.unit), value: (row) => row.unit },
                  { name: say(common.source), value: (row) => row.report },
                  {
                    name: say(common.rule),
                    value: (row) => row.rules.map((step) => step.rule).join(" "),
                    show: (row) => (
                      <>
                        {[...new Set(row.rules.map((step) => step.rule))].join(" ")}{" "}
                        <FlagMark flag={row.rules.find((step) => !step.verified)?.flag} />
                      </>
                    ),
                  },
                  { name: say(assess_words.alternatives), value: (row) => row.alternatives.map((other) => `${other.item}×${other.rate}`).join(" ") },
                ]}
                key_of={(row) => row.id}
                empty={say(assess_words.need_none)}
                filter
                height={420}
              />
            </>
          )}
        </Panel>
      )}
      <section class="panel" aria-label={say(assess_words.need_of)} tabIndex={-1} data-panel>
        <h2>{say(assess_words.need_of)}</h2>
        {!made ? (
          <Empty why={say(assess_words.need_empty)}>
            <a class="button" href={`/events/${encodeURIComponent(id)}?tab=assess`}>
              {say(event_words.tab_assess)}
            </a>
          </Empty>
        ) : (
          <Table
            label={say(assess_words.need_of)}
            rows={made.assessment.needs.flatMap((county) => {
              const items = [...new Set([...county.first_wave, ...county.standby].map((need) => need.item))];
              return items.map((item) => ({
                county,
                item,
                first: county.first_wave.find((need) => need.item === item),
                standby: county.standby.find((need) => need.item === item),
              }));
            })}
            columns={[
              { name: say(assess_words.county), value: (row) => row.county.name },
              { name: say(common.item), value: (row) => row.item },
              { name: say(assess_words.first_wave), value: (row) => row.first?.quantity ?? null, number: true, show: (row) => <WaveFigure row={row} wave={row.first} /> },
              { name: say(assess_words.standby), value: (row) => row.standby?.quantity ?? null, number: true, show: (row) => <WaveFigure row={row} wave={row.standby} /> },
              { name: say(common.unit), value: (row) => (row.first ?? row.standby)?.unit ?? null },
              { name: say(assess_words.relocated_p50), value: (row) => row.county.relocated_p50, number: true },
              { name: say(assess_words.relocated_p90), value: (row) => row.county.relocated_p90, number: true },
            ]}
            key_of={(row) => `${row.county.county} ${row.item}`}
            empty={say(assess_words.need_none)}
            filter
            height={420}
          />
        )}
      </section>
    </>
  );
}

type Wave = { quantity: number; unit: string; rules: { table?: string; row?: string; value?: unknown; source?: string; flag?: string; rule?: string; arithmetic?: string }[] };

function WaveFigure({ row, wave }: { row: { county: { name: string }; item: string }; wave: Wave | undefined }) {
  if (!wave) {
    return <>—</>;
  }
  return (
    <Why
      answer={() => ({
        title: `${row.county.name} ${row.item}`,
        value: `${number(wave.quantity)} ${wave.unit}`,
        formula: wave.rules.map((rule) => rule.arithmetic ?? "").filter((text) => text !== "").join("；"),
        inputs: wave.rules.map((rule) => ({
          name: rule.rule ?? rule.row ?? "",
          value: rule.arithmetic ?? String(rule.value ?? ""),
          rule: rule.rule ?? rule.table ?? "",
          source: rule.source ?? "",
          flag: rule.flag ?? "",
        })),
      })}
    >
      {number(wave.quantity)}
    </Why>
  );
}
