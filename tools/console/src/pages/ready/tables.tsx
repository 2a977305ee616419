// SPDX-License-Identifier: Apache-2.0
import { division_name, item_name, item_unit } from "../../api/catalogue";
import { use_ask } from "../../api/use_ask";
import { query } from "../../app/address";
import { short_site } from "../../parts/amount";
import { Filters } from "../../parts/filters";
import { FlagMark } from "../../parts/marks";
import { Panel } from "../../parts/panel";
import { PrintButton } from "../../parts/print_button";
import { Table } from "../../parts/table";
import { date_time } from "../../time/instant";
import { common } from "../../words/common";
import { duty_kinds, level_names, ready_words as words, season_names } from "../../words/ready";
import { say } from "../../words/language";
import { moves_stock, word_of } from "../ledger/document";
import { EquippedTable, type Equip } from "./daily";

/** How many people the goods can equip, and what limits it. */
export function Equipped() {
  const asked = use_ask<Equip & { people: number | null; gap: number | null }>(
    "readiness equip",
    { level: query("level"), season: query("season"), people: query("people") },
    moves_stock,
  );
  return (
    <>
      <Filters
        specs={[
          { name: "level", label: say(words.level), choices: ["province", "city", "county"].map((value) => ({ value, text: word_of(level_names, value) })) },
          { name: "season", label: say(words.season), choices: ["summer", "winter"].map((value) => ({ value, text: word_of(season_names, value) })) },
          { name: "people", label: say(words.people), number: true },
        ]}
      />
      <Panel title={say(words.equip)} asked={asked}>
        {(document) => (
          <EquippedTable rows={[{ ...document, level: query("level") }]} title={say(words.equip)} />
        )}
      </Panel>
    </>
  );
}

interface Agreement {
  id: string;
  name: string;
  place: string;
  item: string;
  daily_capacity: number;
  first_truck_h: number;
  on_hand: number;
  from: string;
  to: string;
  in_force: boolean;
  contact: string;
  phone: string;
  test: string;
  last_test: string | { at?: string } | null;
  source: string;
}

/** Food and water under agreement: who, how much a day, the telephone, the last drill. */
export function Agreements() {
  const asked = use_ask<{ as_of: string; agreements: Agreement[] }>("agreement list", {}, (event) => event.operation.startsWith("agreement"));
  return (
    <Panel
      title={say(words.agreements)}
      asked={asked}
      data_time={(document) => document.as_of}
      beside={<PrintButton label={say(words.phone_book)} parameters={{ kind: "supplier_phone_book" }} file="供应商电话簿.pdf" />}
    >
      {(document) => (
        <Table
          label={say(words.agreements)}
          rows={document.agreements}
          key_of={(row) => row.id}
          empty={say(words.none_rows)}
          filter
          height={480}
          columns={[
            { name: say(words.supplier), value: (row) => row.name.replace(/^演示/, "") },
            { name: say(common.place), value: (row) => division_name(row.place) },
            { name: say(common.item), value: (row) => item_name(row.item) },
            { name: say(words.daily_capacity), number: true, value: (row) => row.daily_capacity },
            { name: say(words.on_hand), number: true, value: (row) => row.on_hand },
            { name: say(common.unit), value: (row) => item_unit(row.item) },
            { name: say(words.first_truck), number: true, value: (row) => row.first_truck_h },
            { name: say(words.from_to), value: (row) => `${row.from} – ${row.to}` },
            { name: say(words.contact), value: (row) => row.contact || null },
            { name: say(common.telephone), value: (row) => row.phone || null },
            {
              name: say(words.last_test),
              value: (row) => (row.last_test === null ? "" : typeof row.last_test === "string" ? row.last_test : (row.last_test.at ?? "")),
              show: (row) =>
                row.last_test === null ? (
                  <span class="mark soon">▲ {say(words.never)}</span>
                ) : (
                  date_time(typeof row.last_test === "string" ? row.last_test : row.last_test.at)
                ),
            },
          ]}
        />
      )}
    </Panel>
  );
}

interface Contract {
  contract: string;
  owner: string;
  depot: string;
  keeper: string;
  from: string;
  to: string;
  in_force: boolean;
  gate_minutes_max: number | null;
  flag: string;
}
interface Duty {
  duty: string;
  kind: string;
  contract: string;
  keeper: string;
  subject: string;
  due: string;
  overdue: boolean;
  note: string;
  rule: string;
}

/** Goods of the province in other depots' houses: the contracts, and what under them is overdue. */
export function Contracts() {
  const about = (event: { operation: string }) => /^(consignment|count|doc)/.test(event.operation);
  const contracts = use_ask<{ as_of: string; contracts: Contract[] }>("consignment list", {}, about);
  const overdue = use_ask<{ as_of: string; duties: Duty[] }>("consignment overdue", {}, about);
  return (
    <div class="columns">
      <Panel title={say(words.overdue_duties, overdue.answer?.document.duties.length ?? "")} asked={overdue} data_time={(document) => document.as_of}>
        {(document) => (
          <Table
            label={say(words.duty)}
            rows={document.duties}
            key_of={(row) => row.duty}
            empty={say(words.none_overdue)}
            height={document.duties.length > 8 ? 260 : undefined}
            columns={[
              { name: say(words.due), value: (row) => row.due, show: (row) => <span class={row.overdue ? "mark late" : ""}>{row.overdue ? "▲ " : ""}{row.due}</span> },
              { name: say(words.duty), value: (row) => `${word_of(duty_kinds, row.kind)} ${row.subject}` },
              { name: say(words.contract), value: (row) => row.contract },
              { name: say(words.keeper), value: (row) => short_site(row.keeper) },
              { name: say(common.rule), value: (row) => row.rule },
            ]}
          />
        )}
      </Panel>
      <Panel title={say(words.contracts)} asked={contracts} data_time={(document) => document.as_of}>
        {(document) => (
          <Table
            label={say(words.contracts)}
            rows={document.contracts}
            key_of={(row) => row.contract}
            empty={say(words.none_rows)}
            columns={[
              { name: say(words.contract), value: (row) => row.contract },
              { name: say(common.depot), value: (row) => short_site(row.depot) },
              { name: say(words.keeper), value: (row) => short_site(row.keeper) },
              { name: say(words.from_to), value: (row) => `${row.from} – ${row.to}` },
              { name: say(words.gate), number: true, value: (row) => row.gate_minutes_max },
              { name: say(common.flag), value: (row) => row.flag, show: (row) => <FlagMark flag={row.flag} /> },
            ]}
          />
        )}
      </Panel>
    </div>
  );
}
