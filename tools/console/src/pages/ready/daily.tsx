// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { division_name, item_name, item_unit } from "../../api/catalogue";
import { ask, type Parameters } from "../../api/client";
import { Problem } from "../../api/problem";
import { use_ask } from "../../api/use_ask";
import { look_back_at, query, set_query } from "../../app/address";
import { amount, decimals_of, short_site } from "../../parts/amount";
import { number } from "../../parts/marks";
import { Panel, ProblemBox } from "../../parts/panel";
import { Files, PrintButton } from "../../parts/print_button";
import { Table, type Column } from "../../parts/table";
import { Why } from "../../parts/why";
import { date_time, iso, read_typed_time } from "../../time/instant";
import { common } from "../../words/common";
import { document_state_words, ledger_words, movement_words } from "../../words/ledger";
import { level_names, need_names, ready_words as words, season_names } from "../../words/ready";
import { say } from "../../words/language";
import { moves_stock, word_of } from "../ledger/document";
import { document_address } from "../ledger/documents";

interface DailyStock {
  item: string;
  level: string;
  owner?: string;
  unit: string;
  decimals: number;
  opening: number;
  in: number;
  out: number;
  closing: number;
  available: number;
  held: number;
  unusable: number;
  outside: number;
}
interface DailyMovement {
  movement: number;
  occurred_at: string;
  recorded_at: string;
  kind: string;
  document: string;
  site: string;
  item: string;
  owner: string;
  amount: number;
}
export interface Equip {
  level: string;
  season: string;
  persons: number;
  limiting: string;
  needs: { need: string; persons: number; arithmetic: string; rules: string[] }[];
  gap: number | null;
}
interface DailyDocument {
  date: string;
  as_of: string;
  head: { seq: number; hash: string };
  by_level?: DailyStock[];
  stock: DailyStock[];
  movements: DailyMovement[];
  late: DailyMovement[];
  in_transit: { order: string; item: string; owner: string; amount: number }[];
  orders: { number: string; state: string; event: string; lines: unknown[] }[];
  equipped: Equip[];
  expiring: { site: string; item: string; lot: string; owner: string; expires_on: string; on_hand: number }[];
}

/** The question of the report: as of when, for how many people. */
function asked_for(): Parameters {
  const typed = read_typed_time(query("as_of"));
  return { "as-of": look_back_at() || (typed === null ? undefined : iso(typed)), people: query("people") };
}

/** 日报: the figures, the checks on them, and the files, all of one moment. */
export function Daily() {
  const asked = use_ask<DailyDocument>("report daily", asked_for(), moves_stock);
  return (
    <Panel
      title={say(words.daily_title)}
      asked={asked}
      data_time={(document) => document.as_of}
      beside={<Question />}
    >
      {(document) => (
        <div class="columns">
          <Export document={document} />
          <Checks document={document} />
          <Stock document={document} />
          <EquippedTable rows={document.equipped} title={say(words.equip)} />
          <Movements rows={document.movements} title={say(words.movements)} />
          {document.late.length > 0 && <Movements rows={document.late} title={say(words.late)} />}
          <Rest document={document} />
        </div>
      )}
    </Panel>
  );
}

function Question() {
  return (
    <>
      <span class="filter no-print">
        <label for="daily-as-of">{say(words.as_of)}</label>
        <input
          id="daily-as-of"
          type="text"
          size={12}
          placeholder="0712 1600"
          title={say(words.as_of_hint)}
          value={query("as_of")}
          onChange={(event) => set_query({ as_of: event.currentTarget.value.trim() })}
        />
      </span>
      <span class="filter no-print">
        <label for="daily-people">{say(words.people)}</label>
        <input
          id="daily-people"
          type="text"
          inputMode="numeric"
          size={8}
          value={query("people")}
          onChange={(event) => set_query({ people: event.currentTarget.value.replace(/\D/g, "") })}
        />
      </span>
    </>
  );
}

function Export({ document }: { document: DailyDocument }) {
  const [busy, set_busy] = useState(false);
  const [files, set_files] = useState<[string, string][]>([]);
  const [problem, set_problem] = useState<Problem | null>(null);
  const press = () => {
    set_busy(true);
    set_problem(null);
    // The same moment as on the screen: what is shown and what is printed are one state of the books.
    ask("report daily", {
      "as-of": document.as_of,
      head: document.head.seq,
      people: query("people"),
      out: `日报-${document.date}.pdf`,
      xlsx: `日报-${document.date}.xlsx`,
    })
      .then((answer) => set_files(Object.entries(answer.files)))
      .catch((failure: unknown) => {
        if (failure instanceof Problem) {
          set_problem(failure);
        } else {
          throw failure;
        }
      })
      .finally(() => set_busy(false));
  };
  return (
    <div>
      <div class="acts">
        <button class="primary" type="button" aria-busy={busy} onClick={press}>
          {busy ? say(words.exporting) : `${say(words.export_files)} ${document.date}`}
        </button>
        <Files files={files} />
        <PrintButton label={say(words.ten_day)} parameters={{ kind: "ten_day_bulletin" }} file={`旬报-${document.date}.pdf`} />
        <PrintButton label={say(words.yearly)} parameters={{ kind: "yearly_report" }} file={`年报-${document.date.slice(0, 4)}.pdf`} />
      </div>
      {problem && <ProblemBox problem={problem} />}
    </div>
  );
}

function Checks({ document }: { document: DailyDocument }) {
  const rows = document.stock;
  const balanced = rows.filter((row) => row.opening + row.in - row.out === row.closing).length;
  const parted = rows.filter((row) => row.available + row.held + row.unusable === row.closing).length;
  const line = (good: boolean, text: string) => (
    <li>
      {good ? "✓" : <span class="mark late">▲</span>} {text}
    </li>
  );
  return (
    <section aria-label={say(words.checks)}>
      <h3>{say(words.checks)}</h3>
      <ul>
        {line(balanced === rows.length, say(words.check_balance, number(rows.length), number(balanced)))}
        {line(parted === rows.length, say(words.check_parts, number(rows.length), number(parted)))}
        {line(document.late.length === 0, say(words.check_late, number(document.late.length)))}
        {line(true, say(words.check_head, number(document.head.seq), document.head.hash.slice(0, 12)))}
      </ul>
    </section>
  );
}

function stock_columns(with_owner: boolean, as_of: string): Column<DailyStock>[] {
  const figure = (name: string, of: (row: DailyStock) => number): Column<DailyStock> => ({
    name,
    number: true,
    value: (row) => of(row) / 10 ** row.decimals,
    show: (row) => amount(of(row), row.decimals),
  });
  return [
    { name: say(common.item), value: (row) => item_name(row.item) },
    { name: say(common.unit), value: (row) => row.unit },
    { name: say(words.level), value: (row) => word_of(level_names, row.level) },
    ...(with_owner ? [{ name: say(ledger_words.owner), value: (row: DailyStock) => division_name(row.owner ?? "") }] : []),
    figure(say(words.opening), (row) => row.opening),
    figure(say(words.came_in), (row) => row.in),
    figure(say(words.went_out), (row) => row.out),
    {
      name: say(words.closing),
      number: true,
      value: (row) => row.closing / 10 ** row.decimals,
      show: (row) => (
        <Why
          answer={() => ({
            title: `${say(words.closing)} ${item_name(row.item)} ${word_of(level_names, row.level)}`,
            value: `${amount(row.closing, row.decimals)} ${row.unit}`,
            formula: `${amount(row.opening, row.decimals)} + ${amount(row.in, row.decimals)} − ${amount(row.out, row.decimals)} = ${amount(row.closing, row.decimals)}`,
            inputs: [
              { name: say(words.opening), value: amount(row.opening, row.decimals), source: "movement, entry" },
              { name: say(words.came_in), value: amount(row.in, row.decimals), at: as_of },
              { name: say(words.went_out), value: amount(row.out, row.decimals), at: as_of },
              { name: say(words.available), value: amount(row.available, row.decimals) },
              { name: say(words.reserved), value: amount(row.held, row.decimals) },
              { name: say(words.unusable), value: amount(row.unusable, row.decimals) },
            ],
          })}
        >
          {amount(row.closing, row.decimals)}
        </Why>
      ),
    },
    figure(say(words.available), (row) => row.available),
    figure(say(words.reserved), (row) => row.held),
    figure(say(words.unusable), (row) => row.unusable),
    figure(say(words.outside), (row) => row.outside),
  ];
}

function Stock({ document }: { document: DailyDocument }) {
  const [all, set_all] = useState(false);
  const moved = (row: DailyStock) => row.in !== 0 || row.out !== 0 || row.held !== 0 || row.outside !== 0;
  return (
    <section aria-label={say(words.stock)}>
      <h3>{say(words.stock)}</h3>
      <Table
        label={say(words.stock)}
        rows={document.by_level ?? []}
        key_of={(row) => `${row.item} ${row.level}`}
        empty={say(words.none_today)}
        height={360}
        filter
        columns={stock_columns(false, document.as_of)}
      />
      <h3>
        {say(words.by_owner)}{" "}
        <button type="button" aria-pressed={all} onClick={() => set_all(!all)}>
          {say(all ? words.moved : words.everything)}
        </button>
      </h3>
      <Table
        label={say(words.by_owner)}
        rows={all ? document.stock : document.stock.filter(moved)}
        key_of={(row) => `${row.item} ${row.level} ${row.owner}`}
        empty={say(words.none_today)}
        height={all ? 360 : undefined}
        columns={stock_columns(true, document.as_of)}
      />
    </section>
  );
}

export function EquippedTable({ rows, title }: { rows: Equip[]; title: string }) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <Table
        label={title}
        rows={rows}
        key_of={(row) => row.level + row.season}
        empty={say(words.none_today)}
        columns={[
          { name: say(words.level), value: (row) => word_of(level_names, row.level) },
          { name: say(words.season), value: (row) => word_of(season_names, row.season) },
          {
            name: say(words.persons),
            number: true,
            value: (row) => row.persons,
            show: (row) => (
              <Why
                answer={() => ({
                  title: `${title} ${word_of(level_names, row.level)}`,
                  value: number(row.persons),
                  formula: `min(${row.needs.map((need) => `${word_of(need_names, need.need)} ${number(need.persons)}`).join(", ")})`,
                  inputs: row.needs.map((need) => ({
                    name: word_of(need_names, need.need),
                    value: need.arithmetic,
                    rule: need.rules.join(" "),
                    source: "rules/equip_basket.csv",
                  })),
                })}
              >
                {number(row.persons)}
              </Why>
            ),
          },
          { name: say(words.limiting), value: (row) => word_of(need_names, row.limiting) },
          { name: say(words.gap_people), number: true, value: (row) => row.gap },
        ]}
      />
    </section>
  );
}

function Movements({ rows, title }: { rows: DailyMovement[]; title: string }) {
  return (
    <section aria-label={title}>
      <h3>
        {title} {number(rows.length)}
      </h3>
      <Table
        label={title}
        rows={rows}
        key_of={(row) => `${row.movement} ${row.site} ${row.item} ${row.owner} ${row.amount}`}
        empty={say(words.none_today)}
        height={rows.length > 10 ? 280 : undefined}
        columns={[
          { name: say(common.time), value: (row) => row.occurred_at, show: (row) => date_time(row.occurred_at) },
          { name: say(common.reason), value: (row) => word_of(movement_words, row.kind) },
          { name: say(common.depot), value: (row) => short_site(row.site) },
          { name: say(common.item), value: (row) => item_name(row.item) },
          { name: say(common.quantity), number: true, value: (row) => row.amount, show: (row) => amount(row.amount, decimals_of(row.item)) },
          { name: say(common.unit), value: (row) => item_unit(row.item) },
          { name: say(ledger_words.owner), value: (row) => division_name(row.owner) },
        ]}
      />
    </section>
  );
}

function Rest({ document }: { document: DailyDocument }) {
  return (
    <section aria-label={say(words.orders)}>
      <h3>
        {say(words.in_transit)} {number(document.in_transit.length)}
      </h3>
      <Table
        label={say(words.in_transit)}
        rows={document.in_transit}
        key_of={(row) => `${row.order} ${row.item} ${row.owner}`}
        empty={say(words.none_today)}
        columns={[
          { name: say(words.orders), value: (row) => row.order, show: (row) => <a href={document_address({ number: row.order, kind: "allotment_order" })}>{row.order}</a> },
          { name: say(common.item), value: (row) => item_name(row.item) },
          { name: say(common.quantity), number: true, value: (row) => row.amount, show: (row) => amount(row.amount, decimals_of(row.item)) },
          { name: say(common.unit), value: (row) => item_unit(row.item) },
        ]}
      />
      <h3>
        {say(words.orders)} {number(document.orders.length)}
      </h3>
      <Table
        label={say(words.orders)}
        rows={document.orders}
        key_of={(row) => row.number}
        empty={say(words.none_today)}
        columns={[
          { name: say(common.code), value: (row) => row.number, show: (row) => <a href={document_address({ number: row.number, kind: "allotment_order" })}>{row.number}</a> },
          { name: say(common.state), value: (row) => word_of(document_state_words, row.state) },
        ]}
      />
      <h3>
        {say(words.expiring)} {number(document.expiring.length)}
      </h3>
      <Table
        label={say(words.expiring)}
        rows={document.expiring}
        key_of={(row) => `${row.site} ${row.lot} ${row.owner}`}
        empty={say(words.none_today)}
        height={document.expiring.length > 10 ? 280 : undefined}
        columns={[
          { name: say(common.depot), value: (row) => short_site(row.site) },
          { name: say(common.item), value: (row) => item_name(row.item) },
          { name: say(ledger_words.lot), value: (row) => row.lot, show: (row) => <a href={`/ledger/lots/${encodeURIComponent(row.lot)}?item=${row.item}`}>{row.lot}</a> },
          { name: say(ledger_words.expires), value: (row) => row.expires_on },
          { name: say(common.quantity), number: true, value: (row) => row.on_hand, show: (row) => amount(row.on_hand, decimals_of(row.item)) },
          { name: say(common.unit), value: (row) => item_unit(row.item) },
        ]}
      />
    </section>
  );
}
