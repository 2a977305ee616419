// SPDX-License-Identifier: Apache-2.0
import { catalogue, division_name, item_name, item_unit } from "../../api/catalogue";
import { use_ask } from "../../api/use_ask";
import { go, look_back_at, query } from "../../app/address";
import { amount, short_site } from "../../parts/amount";
import { Filters } from "../../parts/filters";
import { number } from "../../parts/marks";
import { Panel } from "../../parts/panel";
import { Table, type Column } from "../../parts/table";
import { Why } from "../../parts/why";
import { iso, server_now } from "../../time/instant";
import { common } from "../../words/common";
import { ledger_words as words, lot_state_words, stage_words } from "../../words/ledger";
import { say } from "../../words/language";
import { base_stage, days_until, holds_goods, moves_stock, word_of, type GapDocument, type StockDocument, type StockRow } from "./document";

const soon_days = 90;

function filters() {
  const depots = catalogue.value?.depots ?? [];
  const items = catalogue.value?.items ?? [];
  return [
    {
      name: "view",
      label: say(words.view),
      first: "lots",
      choices: [
        { value: "lots", text: say(words.view_lots) },
        { value: "elsewhere", text: say(words.view_elsewhere) },
        { value: "gaps", text: say(words.view_gaps) },
      ],
    },
    { name: "site", label: say(common.depot), choices: depots.map((one) => ({ value: one.id, text: short_site(one.id) })) },
    { name: "item", label: say(common.item), choices: items.map((one) => ({ value: one.id, text: item_name(one.id) })) },
    ...(query("view") === "gaps" ? [] : [{ name: "expiring", label: say(words.expiring), number: true }]),
  ];
}

/** The address of a lot's card, with the look-back kept. */
export function lot_address(row: { lot: string; item: string }): string {
  const at = look_back_at();
  return `/ledger/lots/${encodeURIComponent(row.lot)}?item=${row.item}${at ? `&at=${encodeURIComponent(at)}` : ""}`;
}

/** Stock by depot and item: on the shelves, away from them, below the standard. */
export function Stock() {
  const view = query("view") || "lots";
  return (
    <div>
      <Filters specs={filters()} />
      {view === "gaps" ? <Gaps /> : <Rows key={view} elsewhere={view === "elsewhere"} />}
    </div>
  );
}

function why_available(row: StockRow, now: string) {
  const unit = row.unit;
  return {
    title: `${say(words.available)} ${item_name(row.item)} ${row.lot}`,
    value: `${amount(row.available, row.decimals)} ${unit}`,
    formula: say(words.why_available),
    inputs: [
      { name: say(words.book), value: `${amount(row.amount, row.decimals)} ${unit}`, at: now, source: say(words.title) },
      { name: say(words.held), value: `${amount(row.held, row.decimals)} ${unit}`, at: now, source: say(words.holds) },
      { name: say(common.state), value: word_of(lot_state_words, row.why_not ?? row.lot_state ?? "good"), source: say(words.lot_states) },
      { name: say(words.expires), value: row.expires_on ?? "—" },
    ],
    changes: say(words.change_available),
  };
}

function Rows({ elsewhere }: { elsewhere: boolean }) {
  const at = look_back_at();
  // Every stage of the accounts comes with a time; of the shelves alone (with holds) without one.
  const when = elsewhere || at ? { "as-of": at || iso(server_now() - (server_now() % 60_000)), "known-at": at || undefined } : {};
  const asked = use_ask<StockDocument>(
    "stock",
    { site: query("site"), item: query("item"), expiring: query("expiring"), ...when },
    moves_stock,
  );
  const one_unit = query("item") ? item_unit(query("item")) : "";
  const head = (name: string) => (one_unit ? `${name}（${one_unit}）` : name);
  const columns = (document: StockDocument): Column<StockRow>[] => {
    const now = document.as_of ?? document.now;
    const plain = at !== "" || elsewhere;
    const columns: Column<StockRow>[] = [
      { name: say(common.depot), value: (row) => short_site(row.site) },
      { name: say(common.item), value: (row) => item_name(row.item) },
      {
        name: say(words.lot),
        value: (row) => row.lot,
        show: (row) => <a href={lot_address(row)}>{row.lot}</a>,
      },
      { name: say(words.owner), value: (row) => division_name(row.owner) },
      {
        name: head(say(words.book)),
        number: true,
        total: one_unit !== "" && item_of_decimals(document) === 0,
        value: (row) => row.amount / 10 ** row.decimals,
        show: (row) => amount(row.amount, row.decimals),
      },
    ];
    if (plain) {
      columns.push(
        { name: say(words.stage), value: (row) => word_of(stage_words, base_stage(row.stage)) },
        { name: say(words.condition), value: (row) => row.condition },
      );
    } else {
      columns.push(
        {
          name: head(say(words.held)),
          number: true,
          total: one_unit !== "",
          value: (row) => (row.held ?? 0) / 10 ** row.decimals,
          show: (row) => amount(row.held, row.decimals),
        },
        {
          name: head(say(words.available)),
          number: true,
          total: one_unit !== "",
          value: (row) => (row.available ?? 0) / 10 ** row.decimals,
          show: (row) => <Why answer={() => why_available(row, document.now)}>{amount(row.available, row.decimals)}</Why>,
        },
      );
    }
    if (!one_unit) {
      columns.push({ name: say(common.unit), value: (row) => row.unit });
    }
    columns.push(
      { name: say(words.expires), value: (row) => row.expires_on },
      {
        name: say(words.days_left),
        number: true,
        value: (row) => days_until(row.expires_on, now),
        show: (row) => {
          const days = days_until(row.expires_on, now);
          return days === null ? (
            "—"
          ) : days < 0 ? (
            <span class="mark late">▲ {number(days)}</span>
          ) : days <= soon_days ? (
            <span class="mark soon">{number(days)}</span>
          ) : (
            number(days)
          );
        },
      },
    );
    if (!plain) {
      columns.push({
        name: say(words.why_not),
        value: (row) => (row.why_not ? word_of(lot_state_words, row.why_not) : ""),
        show: (row) => (row.why_not ? <span class="mark late">▲ {word_of(lot_state_words, row.why_not)}</span> : ""),
      });
    }
    return columns;
  };
  return (
    <Panel
      title={say(elsewhere ? words.view_elsewhere : words.stock)}
      asked={asked}
      data_time={(document) => document.as_of ?? document.now}
      beside={at ? <span class="note">{say(words.back_at)}</span> : undefined}
    >
      {(document) => (
        <Table
          label={say(elsewhere ? words.view_elsewhere : words.stock)}
          rows={
            elsewhere
              ? document.rows.filter((row) => row.stage !== "on_hand" && holds_goods(row.stage))
              : document.rows.filter((row) => row.stage === "on_hand")
          }
          key_of={(row) => `${row.site} ${row.item} ${row.lot} ${row.owner} ${row.stage} ${row.condition}`}
          on_open={(row) => go(lot_address(row))}
          row_class={(row) => (row.why_not ? "bad" : "")}
          empty={say(elsewhere ? words.no_elsewhere : words.no_stock)}
          filter
          height={430}
          columns={columns(document)}
        />
      )}
    </Panel>
  );
}

/** Of the one item shown; a sum in whole units is shown only where the item has no decimals. */
function item_of_decimals(document: StockDocument): number {
  return document.rows[0]?.decimals ?? 0;
}

function Gaps() {
  const asked = use_ask<GapDocument>(
    "stock",
    { "below-standard": true, site: query("site"), item: query("item") },
    moves_stock,
  );
  return (
    <Panel title={say(words.view_gaps)} asked={asked} data_time={(document) => document.now}>
      {(document) => (
        <Table
          label={say(words.view_gaps)}
          rows={document.gaps}
          key_of={(row) => `${row.site} ${row.item}`}
          empty={say(words.no_gaps)}
          filter
          height={430}
          columns={[
            { name: say(common.depot), value: (row) => short_site(row.site) },
            { name: say(common.item), value: (row) => item_name(row.item) },
            { name: say(words.standard_people), number: true, value: (row) => row.standard_people },
            { name: say(words.standard), number: true, value: (row) => row.minimum },
            { name: say(words.available), number: true, value: (row) => row.available },
            {
              name: say(words.short),
              number: true,
              value: (row) => row.gap,
              show: (row) => (
                <Why
                  answer={() => ({
                    title: `${say(words.short)} ${item_name(row.item)}`,
                    value: `${number(row.gap)} ${row.unit}`,
                    formula: `${number(row.minimum)} − ${number(row.available)} = ${number(row.gap)}`,
                    inputs: [
                      { name: say(words.standard), value: `${number(row.minimum)} ${row.unit}`, rule: row.rule, source: "rules/needs_quota.csv" },
                      { name: say(words.standard_people), value: number(row.standard_people), source: "baseline/depots.csv" },
                      { name: say(words.available), value: `${number(row.available)} ${row.unit}`, at: document.now, source: say(words.title) },
                    ],
                  })}
                >
                  {number(row.gap)}
                </Why>
              ),
            },
            { name: say(common.unit), value: (row) => row.unit },
          ]}
        />
      )}
    </Panel>
  );
}
