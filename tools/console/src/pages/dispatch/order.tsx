// SPDX-License-Identifier: Apache-2.0
// One allotment order: its stages with times, what is on it, who signs, and the verb that is next.
import { useState } from "preact/hooks";
import { item_name, item_unit, name_of, site_name } from "../../api/catalogue";
import { fetch_file, work } from "../../api/client";
import { Problem } from "../../api/problem";
import { use_ask } from "../../api/use_ask";
import { is_demo, demo_actor } from "../../app/state";
import { ActButton } from "../../parts/act_button";
import { Countdown, FlagMark } from "../../parts/marks";
import { CopyButton, Panel, ProblemBox } from "../../parts/panel";
import { SignDialog, type SignAsk } from "../../parts/sign_dialog";
import { Table } from "../../parts/table";
import { Why } from "../../parts/why";
import { age, date_time } from "../../time/instant";
import { common } from "../../words/common";
import { dispatch_words as words, verb_words } from "../../words/dispatch";
import { say } from "../../words/language";
import type { Order, ToSign } from "./document";
import { parameters_of, specs_of, verbs_of, type VerbFields } from "./order_verbs";
import { state_text } from "./orders";

/** The stages every order passes, with the verb that reaches each. */
const stages = ["draft", "check", "sign", "accept", "pick", "load", "depart", "arrive", "receive", "close"];

export function OrderPage({ id }: { id: string }) {
  const asked = use_ask<Order>("order show", { order: id }, (event) => event.operation.startsWith("order"));
  const [signing, set_signing] = useState<SignAsk | null>(null);
  return (
    <>
      <Panel title={say(words.order_no, id)} asked={asked}>
        {(order) => <OrderBody order={order} on_sign={set_signing} />}
      </Panel>
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

function amounts_text(order: Order): string {
  return order.lines.map((line) => `${item_name(line.item)} ${line.quantity} ${item_unit(line.item)}`).join("；");
}

function OrderBody({ order, on_sign }: { order: Order; on_sign: (sign: SignAsk) => void }) {
  const from = order.lines[0]?.from ?? String(order.content.from ?? "");
  const to = order.lines[0]?.to ?? String(order.content.to ?? "");
  const from_to = `${site_name(from)} → ${site_name(to)}`;
  const ask_sign = (fields: VerbFields) => {
    const name = say(verb_words[fields.verb] ?? [fields.verb, fields.verb]);
    on_sign({
      title: `${name} · ${say(words.order_no, order.number)}`,
      verb: `${name} ${order.number}`,
      what: say(words.order_no, order.number),
      how_many: amounts_text(order),
      from_to,
      rule: rules_text(order.to_sign ?? []),
      at_once: say(fields.posts ? words.at_once_post : fields.verb === "sign" || fields.verb === "oral" ? words.at_once_hold : words.at_once_note),
      operation: `order ${fields.operation ?? fields.verb}`,
      parameters: { order: order.number, ...fields.parameters },
      version: order.version,
      actors: actors_of(order),
      specs: specs_of(fields.verb, order),
      parameters_of: (typed) => parameters_of(fields.verb, typed),
    });
  };
  const { next, others } = verbs_of(order);
  return (
    <>
      <p>
        <b>{from_to}</b> · <span class="mark plain">{state_text(order.state)}</span>{" "}
        {order.papers?.owed && (
          <span>
            {say(words.papers_due)} <Countdown due={order.papers.due} limit={say(words.papers_due)} />
          </span>
        )}{" "}
        <span class="note">
          {say(words.version, order.version)} · {say(words.made)} {date_time(order.made_at)}（{age(order.made_at)}） {name_of("people", order.made_by)}
        </span>
      </p>
      <StageLine order={order} />
      <div class="acts">
        {next.map((fields, index) => (
          <ActButton primary={index === 0} on_press={() => ask_sign(fields)} name={fields.verb}>
            {say(verb_words[fields.verb] ?? [fields.verb, fields.verb])} {order.number}
          </ActButton>
        ))}
        <PrintOrder order={order} />
        <CopyButton text={sms_of(order, from_to)} />
        <span class="note">{say(words.sms)}</span>
        {others.length > 0 && (
          <details>
            <summary>{say(words.other_verbs)}</summary>
            <span class="acts">
              {others.map((fields) => (
                <ActButton on_press={() => ask_sign(fields)} name={fields.verb}>
                  {say(verb_words[fields.verb] ?? [fields.verb, fields.verb])} {order.number}
                </ActButton>
              ))}
            </span>
          </details>
        )}
      </div>
      <h3>{say(words.lines)}</h3>
      <Lines order={order} />
      {(order.to_sign?.length ?? 0) > 0 && (
        <>
          <h3>{say(words.signed_by)}</h3>
          <Signers to_sign={order.to_sign ?? []} />
        </>
      )}
      <h3>{say(words.history)}</h3>
      <History order={order} />
      <p class="note">{sms_of(order, from_to)}</p>
      {is_demo.value && <p class="note">{say(words.choose_person, name_of("people", demo_actor.value))}</p>}
    </>
  );
}

function actors_of(order: Order): { value: string; text: string }[] {
  const signers = (order.to_sign ?? []).flatMap((question) =>
    question.posts.flatMap((post) => post.holders.map((holder) => ({ value: holder.code, text: `${holder.name} ${post.post_zh}` }))),
  );
  const keeper = order.lines[0]?.from ?? "";
  return [
    { value: "DEMO-220000-duty_officer", text: "" },
    { value: "DEMO-220000-provincial_division", text: "" },
    ...signers,
    { value: `DEMO-${keeper}-depot_keeper`, text: site_name(keeper) },
  ];
}

function rules_text(to_sign: ToSign[]): string {
  return to_sign
    .flatMap((question) => question.posts.map((post) => `${post.post_zh} ${post.unit}（${say(words.by_rule, post.rule)}）`))
    .join("；");
}

function StageLine({ order }: { order: Order }) {
  const reached = new Map(order.steps.map((step) => [step.verb, step]));
  const is_over = ["cancelled", "refused", "closed"].includes(order.state);
  return (
    <ol class="stages" aria-label={say(words.stage)}>
      {stages.map((verb) => {
        const step = verb === "draft" ? (order.steps[0] ?? null) : (reached.get(verb) ?? null);
        const name = say(verb_words[verb] ?? [verb, verb]);
        return (
          <li class={step ? "done" : "future"}>
            {name} {step ? date_time(step.occurred_at).slice(-5) : is_over ? "—" : ""}
          </li>
        );
      })}
    </ol>
  );
}

function Lines({ order }: { order: Order }) {
  const pieces = order.pieces ?? [];
  return (
    <Table
      label={say(words.lines)}
      rows={order.lines.map((line) => ({ line, piece: pieces.filter((one) => one.line === line.line) }))}
      key_of={({ line }) => String(line.line)}
      empty="—"
      columns={[
        { name: "№", value: ({ line }) => line.line, number: true },
        { name: say(common.item), value: ({ line }) => item_name(line.item) },
        {
          name: say(common.quantity),
          value: ({ line }) => Number(line.quantity.replaceAll(",", "")),
          show: ({ line }) => (
            <Why
              answer={() => ({
                title: item_name(line.item),
                value: `${line.quantity} ${item_unit(line.item)}`,
                formula: `${say(words.order_no, order.number)} · ${say(words.lines)} ${line.line}`,
                inputs: order.steps.map((step) => ({
                  name: say(verb_words[step.verb] ?? [step.verb, step.verb]),
                  value: name_of("people", step.actor),
                  at: date_time(step.occurred_at),
                  source: step.note,
                })),
              })}
            >
              {line.quantity}
            </Why>
          ),
          number: true,
        },
        { name: say(common.unit), value: ({ line }) => item_unit(line.item) },
        { name: say(words.lot), value: ({ line, piece }) => line.lot || piece.map((one) => one.lot).join("、") || "—" },
        { name: say(words.owner), value: ({ line }) => site_name(line.owner) },
        ...(["picked", "loaded", "sent", "in_transit", "good", "damaged", "missing", "returned"] as const).map((field) => ({
          name: say(words[field]),
          value: ({ piece }: { piece: NonNullable<Order["pieces"]> }) =>
            piece.length === 0 ? null : piece.reduce((sum, one) => sum + Number(String(one[field]).replaceAll(",", "")), 0),
          number: true,
        })),
      ]}
    />
  );
}

function Signers({ to_sign }: { to_sign: ToSign[] }) {
  return (
    <ul>
      {to_sign.flatMap((question) =>
        question.posts.map((post) => (
          <li>
            {post.post_zh} {site_name(post.unit)}：
            {post.holders.map((holder) => `${holder.name}（${holder.code}） ${holder.phone}`).join("、") || "—"}{" "}
            <span class="note">
              {say(words.by_rule, post.rule)} · {post.source}
            </span>{" "}
            <FlagMark flag={post.flag} />
          </li>
        )),
      )}
    </ul>
  );
}

function History({ order }: { order: Order }) {
  return (
    <Table
      label={say(words.history)}
      rows={order.steps}
      key_of={(step) => `${step.verb}-${step.recorded_at}-${step.state}`}
      empty="—"
      columns={[
        { name: say(words.stage), value: (step) => say(verb_words[step.verb] ?? [step.verb, step.verb]) },
        { name: say(common.time), value: (step) => step.occurred_at, show: (step) => `${date_time(step.occurred_at)}（${age(step.occurred_at)}）` },
        { name: say(words.who), value: (step) => `${name_of("people", step.actor)} ${step.post && name_of("posts", step.post)}`.trim() },
        { name: say(words.note), value: (step) => note_of(step) },
      ]}
    />
  );
}

function note_of(step: Order["steps"][number]): string {
  const { phone, signer, truck, seal, where, words: said } = step.content as Record<string, string | boolean>;
  return [step.note, phone ? `${say(verb_words.oral ?? ["", ""])} ${name_of("people", String(signer ?? ""))}` : "", truck, seal, where, said]
    .filter((part) => part)
    .join(" ");
}

/** What is read out or sent by SMS while the paper is on its way: from the document's own fields. */
function sms_of(order: Order, from_to: string): string {
  const last = order.steps.at(-1);
  return `【${say(words.order_no, order.number)}】${from_to}：${amounts_text(order)}。${state_text(order.state)} ${last ? date_time(last.occurred_at) : ""}`;
}

function PrintOrder({ order }: { order: Order }) {
  const [state, set_state] = useState<"" | "busy" | { address: string } | { problem: Problem }>("");
  const press = () => {
    set_state("busy");
    work<unknown>("print", { doc: order.number, out: `${order.number}.pdf` }, () => {})
      .answer.then(async (answer) => {
        const [written] = Object.values(answer.files);
        set_state(written ? { address: await fetch_file(written) } : "");
      })
      .catch((failure: unknown) => {
        if (!(failure instanceof Problem)) {
          throw failure;
        }
        set_state({ problem: failure });
      });
  };
  return (
    <>
      <ActButton on_press={press} busy={state === "busy"} name="print">
        {say(state === "busy" ? words.printing : words.print_order)} {order.number}
      </ActButton>
      {typeof state === "object" && "address" in state && (
        <a href={state.address} target="_blank" rel="noopener" download={`${order.number}.pdf`}>
          {say(words.open_pdf)}
        </a>
      )}
      {typeof state === "object" && "problem" in state && <ProblemBox problem={state.problem} />}
    </>
  );
}
