// SPDX-License-Identifier: Apache-2.0
// /sign and /sign/NUMBER: for signers away from the desk, one thing a page, on a telephone too.
import { useState } from "preact/hooks";
import { item_name, item_unit, name_of, site_name } from "../../api/catalogue";
import { use_ask } from "../../api/use_ask";
import { address } from "../../app/address";
import { ActButton } from "../../parts/act_button";
import { Countdown, FlagMark } from "../../parts/marks";
import { Panel } from "../../parts/panel";
import { SignDialog, type SignAsk } from "../../parts/sign_dialog";
import { age, date_time } from "../../time/instant";
import { common } from "../../words/common";
import { dispatch_words, verb_words } from "../../words/dispatch";
import { say } from "../../words/language";
import { sign_page_words as words } from "../../words/sign";
import type { Order, OrderList } from "../dispatch/document";
import { state_text } from "../dispatch/orders";

export default function SignPage() {
  const [, id = ""] = address.value.parts;
  return (
    <div style={{ maxWidth: "640px", margin: "0 auto" }}>
      <h1>{say(words.title)}</h1>
      {id === "" ? <Waiting /> : <One key={id} id={id} />}
    </div>
  );
}

function Waiting() {
  const asked = use_ask<OrderList>("order list", {}, (event) => event.operation.startsWith("order"));
  return (
    <Panel title={say(words.title)} asked={asked}>
      {(list) => {
        const waiting = list.orders.filter((order) => order.state === "checked");
        return waiting.length === 0 ? (
          <p class="empty">{say(words.none)}</p>
        ) : (
          <>
            <p>{say(words.waiting, waiting.length)}</p>
            <ul>
              {waiting.map((order) => (
                <li style={{ margin: "8px 0" }}>
                  <a class="button" href={`/sign/${encodeURIComponent(order.number)}`} style={{ width: "100%", whiteSpace: "normal" }}>
                    {order.number} {site_name(order.from)} → {site_name(order.to)}（{age(order.made_at)}）
                  </a>
                </li>
              ))}
            </ul>
          </>
        );
      }}
    </Panel>
  );
}

function One({ id }: { id: string }) {
  const asked = use_ask<Order>("order show", { order: id }, (event) => event.operation.startsWith("order"));
  const [signing, set_signing] = useState<SignAsk | null>(null);
  return (
    <>
      <Panel title={say(words.one, id)} asked={asked} data_time={(order) => order.steps.at(-1)?.occurred_at}>
        {(order) => <Body order={order} on_sign={set_signing} />}
      </Panel>
      <p>
        <a href="/sign">{say(words.all)}</a>
      </p>
      {signing && (
        <SignDialog
          sign={signing}
          on_done={() => {
            set_signing(null);
            asked.again();
          }}
          on_close={() => set_signing(null)}
        />
      )}
    </>
  );
}

function Body({ order, on_sign }: { order: Order; on_sign: (sign: SignAsk) => void }) {
  const [line] = order.lines;
  const from_to = `${site_name(line?.from ?? "")} → ${site_name(line?.to ?? "")}`;
  const goods = order.lines.map((one) => `${item_name(one.item)} ${one.quantity} ${item_unit(one.item)}`);
  const name = say(verb_words.sign ?? ["签发", "Sign"]);
  const rules = (order.to_sign ?? []).flatMap((question) => question.posts);
  return (
    <>
      <p style={{ fontSize: "18px", lineHeight: "28px" }}>
        <b>{from_to}</b>
      </p>
      <ul style={{ fontSize: "18px", lineHeight: "30px" }}>
        {goods.map((one) => (
          <li>{one}</li>
        ))}
      </ul>
      <p>
        <span class="mark plain">{state_text(order.state)}</span> {date_time(order.made_at)}（{age(order.made_at)}） {name_of("people", order.made_by)}{" "}
        {order.papers?.owed && <Countdown due={order.papers.due} limit={say(dispatch_words.papers_due)} />}
      </p>
      <h2>{say(words.who_may)}</h2>
      <ul>
        {rules.map((post) => (
          <li>
            {post.post_zh} {site_name(post.unit)} · {post.holders.map((holder) => holder.name).join("、") || "—"} <FlagMark flag={post.flag} />
            <br />
            <span class="note">
              {say(dispatch_words.by_rule, post.rule)} · {post.source}
            </span>
          </li>
        ))}
      </ul>
      {order.state === "checked" ? (
        <div class="acts">
          <ActButton
            primary
            on_press={() =>
              on_sign({
                title: `${name} ${order.number}`,
                verb: `${name} ${order.number}`,
                what: say(dispatch_words.order_no, order.number),
                how_many: goods.join("；"),
                from_to,
                rule: rules.map((post) => `${post.post_zh}（${post.rule}）`).join("；"),
                at_once: say(dispatch_words.at_once_hold),
                operation: "order sign",
                parameters: { order: order.number },
                version: order.version,
                actors: rules.flatMap((post) => post.holders.map((holder) => ({ value: holder.code, text: holder.name }))),
              })
            }
          >
            {name} {order.number}
          </ActButton>
          <ActButton
            on_press={() =>
              on_sign({
                title: `${say(words.refuse)} ${order.number}`,
                verb: `${say(words.refuse)} ${order.number}`,
                what: say(dispatch_words.order_no, order.number),
                how_many: goods.join("；"),
                from_to,
                operation: "order cancel",
                parameters: { order: order.number },
                version: order.version,
                specs: [{ name: "reason", label: say(common.reason), required: true }],
              })
            }
          >
            {say(words.refuse)} {order.number}
          </ActButton>
        </div>
      ) : (
        <p>{say(words.not_waiting, state_text(order.state))}</p>
      )}
    </>
  );
}
