// SPDX-License-Identifier: Apache-2.0
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { act, new_key, type Answer, type Parameters } from "../api/client";
import { Problem } from "../api/problem";
import { resets } from "../app/live";
import { choose_demo_actor, demo_actor, is_demo, person_name, why_no_writing } from "../app/state";
import { common } from "../words/common";
import { say, type Word } from "../words/language";
import { ActButton } from "./act_button";
import { fault_of, Field, type Fields, type FieldSpec } from "./form";
import { ProblemBox } from "./panel";

const sign_words = {
  what: ["签什么", "What"],
  how_many: ["多少", "How many"],
  from_to: ["从 – 到", "From – to"],
  rule: ["按哪条规则", "By which rule"],
  at_once: ["立即发生", "What happens at once"],
  back: ["如何撤回", "How it is undone"],
  only_reverse: ["已签的不能删改，只能以冲销或撤回纠正，两者都留痕", "What is signed is never deleted or changed; it is put right by reversal or recall, and both stay visible"],
  who: ["签字人", "Signer"],
  acting: ["演示身份（可换人）", "Acting as (may be changed)"],
  sending: ["正在办理…", "Working…"],
} as const satisfies Record<string, Word>;

export interface SignAsk {
  title: string;
  /** The verb of the one button: 签发调拨令 0017. */
  verb: string;
  what: ComponentChildren;
  how_many?: ComponentChildren;
  from_to?: ComponentChildren;
  rule?: ComponentChildren;
  at_once?: ComponentChildren;
  operation: string;
  parameters: Parameters;
  version?: number;
  /** More to fill in, inside the dialog. */
  specs?: FieldSpec[];
  /** Who could do it, suggested in a demonstration, where one may act as anybody. */
  actors?: { value: string; text: string }[];
  /** The parameters of what was filled in; each under its name where this is left out. */
  parameters_of?: (typed: Fields) => Parameters;
}

/** What was filled in and not done yet: a dialog that is opened again, on a newer version too, has it still. */
const begun = new Map<string, Fields>();

interface SignDialogProps {
  sign: SignAsk;
  on_done: (answer: Answer<unknown>) => void;
  on_close: () => void;
}

/**
 * The one modal: what is signed, how much, by which rule, what happens at once and how it is undone.
 * Its key is made when it opens, so pressing twice or again after a lost answer is one act. No key signs:
 * the button has to be pressed.
 */
export function SignDialog({ sign, on_done, on_close }: SignDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const key = useRef(new_key());
  const [busy, set_busy] = useState(false);
  const draft = `${sign.operation} ${JSON.stringify(sign.parameters)}`;
  const [typed, set_typed] = useState<Fields>(() => begun.get(draft) ?? {});
  const [tried, set_tried] = useState(false);
  const [problem, set_problem] = useState<Problem | null>(null);
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    dialog.current?.showModal();
    return () => before?.focus();
  }, []);
  const specs = sign.specs ?? [];
  const press = () => {
    set_tried(true);
    const faulty = specs.find((spec) => fault_of(spec, typed[spec.name] ?? "") !== "");
    if (faulty) {
      document.getElementById(`sign-${faulty.name}`)?.focus();
      return;
    }
    const more = sign.parameters_of ? sign.parameters_of(typed) : typed;
    set_busy(true);
    set_problem(null);
    act(sign.operation, { ...sign.parameters, ...more }, key.current, sign.version)
      .then((answer) => {
        begun.delete(draft);
        on_done(answer);
      })
      .catch((failure: unknown) => {
        if (failure instanceof Problem) {
          set_problem(failure);
          // What was refused was not done: filled in otherwise it is another act. What nobody answered may
          // have been done: it keeps its key.
          if (!failure.is_offline && failure.status < 500) {
            key.current = new_key();
          }
        } else {
          throw failure;
        }
      })
      .finally(() => set_busy(false));
  };
  const row = (word: Word, shown: ComponentChildren) =>
    shown !== undefined && shown !== "" && [<dt>{say(word)}</dt>, <dd>{shown}</dd>];
  return (
    <dialog ref={dialog} aria-label={sign.title} onClose={on_close}>
      <h2>{sign.title}</h2>
      <dl>
        {row(sign_words.what, sign.what)}
        {row(sign_words.how_many, sign.how_many)}
        {row(sign_words.from_to, sign.from_to)}
        {row(sign_words.rule, sign.rule)}
        {row(sign_words.at_once, sign.at_once)}
        {row(sign_words.back, say(sign_words.only_reverse))}
        {row(sign_words.who, person_name.value)}
      </dl>
      {is_demo.value && (
        <Field
          spec={{ name: "acting", label: say(sign_words.acting), suggestions: sign.actors ?? [] }}
          id="sign-acting"
          value={demo_actor.value}
          fault=""
          on_change={choose_demo_actor}
          on_leave={() => {}}
        />
      )}
      {specs.map((spec) => (
        <Field
          spec={spec}
          id={`sign-${spec.name}`}
          value={typed[spec.name] ?? ""}
          fault={tried ? fault_of(spec, typed[spec.name] ?? "") : ""}
          on_change={(text) => {
            const next = { ...typed, [spec.name]: text };
            begun.set(draft, next);
            set_typed(next);
          }}
          on_leave={() => {}}
        />
      ))}
      {problem && <ProblemBox problem={problem} />}
      {problem?.status === 409 && (
        <p data-conflict>
          <b>▲ {say(common.conflict)}</b>{" "}
          <button
            type="button"
            onClick={() => {
              // What is on the page is old for certain: all of it is asked again.
              resets.value += 1;
              dialog.current?.close();
            }}
          >
            {say(common.refill)}
          </button>
        </p>
      )}
      <div class="acts">
        <ActButton primary busy={busy} on_press={press} off={why_no_writing.value}>
          {busy ? say(sign_words.sending) : sign.verb}
        </ActButton>
        <button type="button" onClick={() => dialog.current?.close()}>
          {say(common.close)}
        </button>
      </div>
    </dialog>
  );
}
