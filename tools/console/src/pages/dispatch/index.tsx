// SPDX-License-Identifier: Apache-2.0
// 调拨: from a call to the receipt.
import { address } from "../../app/address";
import { Tabs } from "../../parts/panel";
import { dispatch_words as words } from "../../words/dispatch";
import { say } from "../../words/language";
import { CallPage } from "./call";
import { CallsPage, NewCallPage } from "./calls";
import { OrderPage } from "./order";
import { OrdersPage } from "./orders";
import { PlansPage } from "./plans";

export default function DispatchPage() {
  const [, tab = "orders", id = ""] = address.value.parts;
  return (
    <>
      <div class="page-head no-print">
        <h1>{say(words.title)}</h1>
        <Tabs
          label={say(words.title)}
          tabs={[
            { name: say(words.calls), href: "/dispatch/calls", now: tab === "calls" },
            { name: say(words.plans), href: "/dispatch/plans", now: tab === "plans" },
            { name: say(words.orders), href: "/dispatch/orders", now: tab === "orders" },
          ]}
        />
        <span class="grow" />
        <a class="button" href="/dispatch/calls/new">
          {say(words.new_call)} (N)
        </a>
      </div>
      {tab === "calls" && id === "" && <CallsPage />}
      {tab === "calls" && id === "new" && <NewCallPage />}
      {tab === "calls" && id !== "" && id !== "new" && <CallPage id={id} />}
      {tab === "plans" && <PlansPage />}
      {tab === "orders" && id === "" && <OrdersPage />}
      {tab === "orders" && id !== "" && <OrderPage key={id} id={id} />}
    </>
  );
}
