// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from "preact/hooks";
import { division_name, item_name, item_unit } from "../../api/catalogue";
import { use_ask } from "../../api/use_ask";
import { query } from "../../app/address";
import { on_key } from "../../app/keys";
import { amount, short_site } from "../../parts/amount";
import { Bars } from "../../parts/bars";
import { Filters } from "../../parts/filters";
import { Panel } from "../../parts/panel";
import { Table } from "../../parts/table";
import { common } from "../../words/common";
import { ledger_words as words } from "../../words/ledger";
import { say } from "../../words/language";
import { days_until, moves_stock } from "./document";
import { lot_address } from "./stock";

interface RotationLot {
  site: string;
  item: string;
  lot: string;
  owner: string;
  expires_on: string;
  on_hand: number;
  available: number;
  decimals: number;
}
interface RotationDocument {
  as_of: string;
  months: number;
  lots: RotationLot[];
}

/** The lots that end soon: what must move by when. */
export function Rotation() {
  const [chart, set_chart] = useState(true);
  const months = query("months") || "12";
  const asked = use_ask<RotationDocument>("doc rotation", { months, at: query("at") }, moves_stock);
  const items = [...new Set((asked.answer?.document.lots ?? []).map((lot) => lot.item))];
  const item = query("item") || items[0] || "";
  useEffect(() => on_key("KeyT", () => set_chart((now) => !now)), []);
  return (
    <>
      <div class="acts">
        <Filters
          specs={[
            {
              name: "months",
              label: say(words.months),
              first: "12",
              choices: ["6", "12", "18", "24", "36"].map((value) => ({ value, text: value })),
            },
            { name: "item", label: say(common.item), choices: items.map((id) => ({ value: id, text: item_name(id) })) },
          ]}
        />
        <button type="button" aria-pressed={!chart} onClick={() => set_chart(!chart)}>
          {say(chart ? words.as_table : words.as_chart)}
        </button>
      </div>
      <Panel title={say(words.rotation)} asked={asked} data_time={(document) => document.as_of}>
        {(document) => (
          <>
            {chart && item !== "" && <Expiry lots={document.lots.filter((lot) => lot.item === item)} item={item} months={months} />}
            {chart && query("item") === "" && <p class="note">{say(words.choose_item)}</p>}
            <Table
              label={say(words.rotation)}
              rows={document.lots.filter((lot) => (chart ? lot.item === item : query("item") === "" || lot.item === query("item")))}
              key_of={(row) => `${row.site} ${row.item} ${row.lot} ${row.owner}`}
              empty={say(words.no_rotation)}
              filter
              height={chart ? 240 : 480}
              columns={[
                { name: say(words.expires), value: (row) => row.expires_on },
                { name: say(words.days_left), number: true, value: (row) => days_until(row.expires_on, document.as_of) },
                { name: say(common.depot), value: (row) => short_site(row.site) },
                { name: say(common.item), value: (row) => item_name(row.item) },
                { name: say(words.lot), value: (row) => row.lot, show: (row) => <a href={lot_address(row)}>{row.lot}</a> },
                { name: say(words.owner), value: (row) => division_name(row.owner) },
                { name: say(words.book), number: true, value: (row) => row.on_hand, show: (row) => amount(row.on_hand, row.decimals) },
                { name: say(words.available), number: true, value: (row) => row.available, show: (row) => amount(row.available, row.decimals) },
                { name: say(common.unit), value: (row) => item_unit(row.item) },
              ]}
            />
          </>
        )}
      </Panel>
    </>
  );
}

function Expiry({ lots, item, months }: { lots: RotationLot[]; item: string; months: string }) {
  const by_month = new Map<string, { on_hand: number; available: number }>();
  for (const lot of lots) {
    const month = lot.expires_on.slice(0, 7);
    const sum = by_month.get(month) ?? { on_hand: 0, available: 0 };
    by_month.set(month, {
      on_hand: sum.on_hand + lot.on_hand / 10 ** lot.decimals,
      available: sum.available + lot.available / 10 ** lot.decimals,
    });
  }
  const names = [...by_month.keys()].sort();
  return (
    <Bars
      title={`${say(words.rotation_title)} ${item_name(item)}`}
      sentence={say(words.chart_sentence, item_name(item), months, lots.length, lots[0]?.expires_on ?? "—")}
      unit={item_unit(item)}
      names={names}
      x_name={say(words.month)}
      series={[
        { name: say(words.book), values: names.map((name) => by_month.get(name)?.on_hand ?? 0) },
        { name: say(words.available), values: names.map((name) => by_month.get(name)?.available ?? 0) },
      ]}
    />
  );
}
