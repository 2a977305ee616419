// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { division_name, item_name } from "../../api/catalogue";
import { use_ask } from "../../api/use_ask";
import { query } from "../../app/address";
import { person } from "../../parts/person";
import { ActButton } from "../../parts/act_button";
import { amount, short_site } from "../../parts/amount";
import { Empty, Panel } from "../../parts/panel";
import { PrintButton } from "../../parts/print_button";
import { SignDialog } from "../../parts/sign_dialog";
import { Table } from "../../parts/table";
import { age, date_time } from "../../time/instant";
import { common } from "../../words/common";
import { ledger_words as words, lot_state_words, movement_words, stage_words, verb_words } from "../../words/ledger";
import { say } from "../../words/language";
import { base_stage, moves_stock, word_of, type Lot, type LotStep, type StockRow } from "./document";

/** A lot's whole life: where it came from, where it is, what holds it, every movement. */
export function LotCard({ lot }: { lot: string }) {
  const asked = use_ask<{ lots: Lot[] }>(lot ? "lot trace" : null, { lot, item: query("item") }, moves_stock);
  if (!lot) {
    return (
      <Empty why={say(words.no_lot)}>
        <a class="button" href="/ledger/stock">
          {say(words.stock)}
        </a>
      </Empty>
    );
  }
  return (
    <Panel title={`${say(words.lot_card)} ${lot}`} asked={asked}>
      {(document) => (
        <>
          {document.lots.map((one) => (
            <OneLot lot={one} again={asked.again} />
          ))}
        </>
      )}
    </Panel>
  );
}

function OneLot({ lot, again }: { lot: Lot; again: () => void }) {
  const [changing, set_changing] = useState(false);
  const unit = lot.unit;
  const label = `${say(words.change_state)} ${lot.lot}`;
  return (
    <div>
      <dl class="facts">
        <dt>{say(common.item)}</dt>
        <dd>{item_name(lot.item)}</dd>
        <dt>{say(words.made_on)}</dt>
        <dd>{lot.made_on ?? "—"}</dd>
        <dt>{say(words.expires)}</dt>
        <dd>{lot.expires_on ?? "—"}</dd>
        <dt>{say(common.state)}</dt>
        <dd>
          {lot.state === "good" ? (
            word_of(lot_state_words, lot.state)
          ) : (
            <span class="mark late">▲ {word_of(lot_state_words, lot.state)}</span>
          )}
        </dd>
      </dl>
      <div class="acts">
        <ActButton on_press={() => set_changing(true)}>{label}</ActButton>
        <PrintButton
          label={say(words.print_card)}
          parameters={{ kind: "lot_card", item: lot.item, lot: lot.lot }}
          file={`${lot.lot}.pdf`}
        />
      </div>
      <h3>{say(words.now_at)}</h3>
      <Table
        label={say(words.now_at)}
        rows={lot.now}
        key_of={account_key}
        empty={say(words.no_stock)}
        columns={account_columns(unit)}
      />
      {lot.holds.length > 0 && (
        <>
          <h3>{say(words.holds)}</h3>
          <Table
            label={say(words.holds)}
            rows={lot.holds}
            key_of={(row) => String(row.hold)}
            empty=""
            columns={[
              {
                name: say(words.documents),
                value: (row) => row.document,
                show: (row) => <a href={`/ledger/documents/${row.document}`}>{row.document}</a>,
              },
              { name: say(common.depot), value: (row) => short_site(row.site) },
              { name: `${say(words.held)}（${unit}）`, number: true, value: (row) => row.amount / 10 ** lot.decimals },
              { name: say(words.deadline), value: (row) => row.deadline, show: (row) => date_time(row.deadline) },
            ]}
          />
        </>
      )}
      <h3>{say(words.history)}</h3>
      <Table
        label={say(words.history)}
        rows={lot.steps.flatMap((step) => step.entries.map((entry, index) => ({ step, entry, index })))}
        key_of={(row) => `${row.step.movement} ${row.index}`}
        empty={say(words.no_stock)}
        height={lot.steps.length > 12 ? 420 : undefined}
        columns={[
          {
            name: say(words.occurred),
            value: (row) => row.step.occurred_at,
            show: (row) => `${date_time(row.step.occurred_at)}（${age(row.step.occurred_at)}）`,
          },
          { name: say(words.recorded), value: (row) => row.step.recorded_at, show: (row) => date_time(row.step.recorded_at) },
          { name: say(common.reason), value: (row) => reason_of(row.step) },
          {
            name: say(words.documents),
            value: (row) => row.step.document,
            show: (row) =>
              row.step.document ? <a href={`/ledger/documents/${row.step.document}`}>{row.step.document}</a> : "",
          },
          { name: say(words.made_by), value: (row) => person(row.step.actor) },
          { name: say(common.depot), value: (row) => short_site(row.entry.site) },
          { name: say(words.stage), value: (row) => word_of(stage_words, base_stage(row.entry.stage)) },
          {
            name: `${say(common.quantity)}（${unit}）`,
            number: true,
            value: (row) => row.entry.amount / 10 ** lot.decimals,
            show: (row) => `${row.entry.amount > 0 ? "+" : ""}${amount(row.entry.amount, lot.decimals)}`,
          },
          {
            name: say(common.state),
            value: (row) => (row.step.reversed_by === null ? "" : say(words.reversed)),
          },
        ]}
      />
      {lot.states.length > 0 && (
        <>
          <h3>{say(words.lot_states)}</h3>
          <Table
            label={say(words.lot_states)}
            rows={lot.states}
            key_of={(row) => row.at + row.state}
            empty=""
            columns={[
              { name: say(common.time), value: (row) => row.at, show: (row) => date_time(row.at) },
              { name: say(common.state), value: (row) => word_of(lot_state_words, row.state) },
              { name: say(common.reason), value: (row) => row.reason },
            ]}
          />
        </>
      )}
      {changing && (
        <SignDialog
          sign={{
            title: label,
            verb: label,
            what: `${item_name(lot.item)} ${lot.lot}`,
            rule: say(words.handled_rule),
            at_once: say(words.lot_change_at_once),
            operation: "lot state",
            parameters: { lot: lot.lot, item: lot.item },
            specs: [
              {
                name: "state",
                label: say(words.new_state),
                required: true,
                choices: ["good", "awaiting_test", "frozen", "recalled"].map((value) => ({
                  value,
                  text: word_of(lot_state_words, value),
                })),
              },
              { name: "reason", label: say(words.reason_needed), kind: "long", required: true },
            ],
          }}
          on_done={() => {
            set_changing(false);
            again();
          }}
          on_close={() => set_changing(false)}
        />
      )}
    </div>
  );
}

function account_key(row: StockRow): string {
  return `${row.site} ${row.owner} ${row.stage} ${row.condition}`;
}

function account_columns(unit: string) {
  return [
    { name: say(common.depot), value: (row: StockRow) => short_site(row.site) },
    { name: say(words.owner), value: (row: StockRow) => division_name(row.owner) },
    { name: say(words.keeper), value: (row: StockRow) => row.keeper },
    { name: say(words.stage), value: (row: StockRow) => word_of(stage_words, base_stage(row.stage)) },
    { name: say(words.condition), value: (row: StockRow) => row.condition },
    {
      name: `${say(common.quantity)}（${unit}）`,
      number: true,
      value: (row: StockRow) => row.amount / 10 ** row.decimals,
      show: (row: StockRow) => amount(row.amount, row.decimals),
    },
  ];
}

function reason_of(step: LotStep): string {
  return [word_of({ ...movement_words, ...verb_words }, step.verb || step.kind), step.reason].filter((part) => part).join(" · ");
}
