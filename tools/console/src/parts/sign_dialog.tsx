// SPDX-License-Identifier: Apache-2.0
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { act, new_key, type Answer, type Parameters } from "../api/client";
import { Problem } from "../api/problem";
import { person_name, why_no_writing } from "../app/state";
import { common } from "../words/common";
import { say, type Word } from "../words/language";
import { ActButton } from "./act_button";
import { ProblemBox } from "./panel";

const sign_words = {
  what: ["签什么", "What"],
  how_many: ["多少", "How many"],
  from_to: ["从 – 到", "From – to"],
  rule: ["依据", "By which rule"],
  at_once: ["立即发生", "What happens at once"],
  back: ["如何撤回", "How it is undone"],
  only_reverse: ["已签的不能删改，只能以冲销或撤回纠正，两者都留痕", "What is signed is never deleted or changed; it is put right by reversal or recall, and both stay visible"],
  who: ["签字人", "Signer"],
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
  /** More to fill in, inside the dialog; its values join the parameters. */
  fields?: (set: (more: Parameters) => void, more: Parameters) => ComponentChildren;
}

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
  const [more, set_more] = useState<Parameters>({});
  const [problem, set_problem] = useState<Problem | null>(null);
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    dialog.current?.showModal();
    return () => before?.focus();
  }, []);
  const press = () => {
    set_busy(true);
    set_problem(null);
    act(sign.operation, { ...sign.parameters, ...more }, key.current, sign.version)
      .then(on_done)
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
      {sign.fields?.((changes) => set_more((now) => ({ ...now, ...changes })), more)}
      {problem && <ProblemBox problem={problem} />}
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
