// SPDX-License-Identifier: Apache-2.0
import { site_name } from "../../api/catalogue";
import { use_ask } from "../../api/use_ask";
import { go, query, set_query } from "../../app/address";
import { Countdown } from "../../parts/marks";
import { Panel } from "../../parts/panel";
import { Table } from "../../parts/table";
import { date_time } from "../../time/instant";
import { common } from "../../words/common";
import { dispatch_words as words, state_words } from "../../words/dispatch";
import { say } from "../../words/language";
import type { OrderList } from "./document";

export function state_text(state: string): string {
  const word = state_words[state];
  return word ? say(word) : state;
}

export function OrdersPage() {
  const asked = use_ask<OrderList>("order list", {}, (event) => event.operation.startsWith("order"));
  const state = query("state");
  return (
    <Panel
      title={say(words.orders)}
      asked={asked}
      beside={
        <select aria-label={say(common.state)} value={state} onChange={(event) => set_query({ state: event.currentTarget.value })}>
          <option value="">{say(common.state)}</option>
          {Object.entries(state_words).map(([value, word]) => (
            <option value={value}>{say(word)}</option>
          ))}
        </select>
      }
    >
      {(list) => (
        <Table
          label={say(words.orders)}
          rows={list.orders.filter((order) => state === "" || order.state === state).reverse()}
          key_of={(order) => String(order.id)}
          on_open={(order) => go(`/dispatch/orders/${encodeURIComponent(order.number)}`)}
          empty={say(words.no_orders)}
          filter
          columns={[
            { name: "№", value: (order) => order.number },
            {
              name: say(common.state),
              value: (order) => state_text(order.state),
              show: (order) => <span class="mark plain">{state_text(order.state)}</span>,
            },
            { name: say(common.from), value: (order) => site_name(order.from) },
            { name: say(common.to), value: (order) => site_name(order.to) },
            { name: say(words.made), value: (order) => order.made_at, show: (order) => date_time(order.made_at) },
            {
              name: say(words.papers_due),
              value: (order) => order.papers?.due ?? "",
              show: (order) => (order.papers?.owed ? <Countdown due={order.papers.due} limit={say(words.papers_due)} /> : "—"),
            },
          ]}
        />
      )}
    </Panel>
  );
}
