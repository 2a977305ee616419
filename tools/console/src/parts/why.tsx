// SPDX-License-Identifier: Apache-2.0
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { common } from "../words/common";
import { say, type Word } from "../words/language";
import { FlagMark } from "./marks";
import { CopyButton } from "./panel";

/** One input of a figure: what it is, from where, by which rule. */
export interface WhyInput {
  name: string;
  value: string;
  at?: string;
  rule?: string;
  source?: string;
  flag?: string;
}

export interface WhyAnswer {
  title: string;
  /** The figure as it was shown. */
  value: string;
  /** How it comes about, in a sentence or a formula. */
  formula: string;
  inputs: WhyInput[];
  /** What would change it. */
  changes?: string;
}

const why_words = {
  inputs: ["由来", "Inputs"],
  changes: ["什么会改变它", "What would change it"],
} as const satisfies Record<string, Word>;

const asked = signal<WhyAnswer | null>(null);

export function ask_why(answer: WhyAnswer): void {
  asked.value = answer;
}

/** A number one can ask: dotted underline; click, Enter, or W while it has the focus. */
export function Why(props: { answer: () => WhyAnswer; children: ComponentChildren }) {
  return (
    <button
      type="button"
      class="why"
      data-why
      onClick={(event) => {
        event.stopPropagation();
        ask_why(props.answer());
      }}
    >
      {props.children}
    </button>
  );
}

function as_text(answer: WhyAnswer): string {
  const inputs = answer.inputs.map((input) =>
    [input.name, input.value, input.at, input.rule, input.source, input.flag].filter((part) => part).join(" | "),
  );
  return [`${answer.title} = ${answer.value}`, answer.formula, ...inputs, answer.changes ?? ""].join("\n");
}

export function WhyDrawer() {
  const answer = asked.value;
  const drawer = useRef<HTMLElement>(null);
  const before = useRef<HTMLElement | null>(null);
  useEffect(() => {
    if (answer) {
      before.current = document.activeElement as HTMLElement | null;
      drawer.current?.focus();
    }
  }, [answer]);
  if (!answer) {
    return null;
  }
  const close = () => {
    asked.value = null;
    before.current?.focus();
  };
  return (
    <aside
      class="drawer"
      aria-label={`${say(common.why)} ${answer.title}`}
      tabIndex={-1}
      ref={drawer}
      onKeyDown={(event) => {
        if (event.code === "Escape") {
          event.stopPropagation();
          close();
        }
      }}
    >
      <div class="acts">
        <h2 class="grow">
          {answer.title} = {answer.value}
        </h2>
        <CopyButton text={as_text(answer)} />
        <button type="button" onClick={close}>
          {say(common.back)}
        </button>
      </div>
      <p>{answer.formula}</p>
      <h3>{say(why_words.inputs)}</h3>
      <table>
        <tbody>
          {answer.inputs.map((input) => (
            <tr>
              <th scope="row">{input.name}</th>
              <td>
                {input.value} <FlagMark flag={input.flag} />
                <br />
                <span class="note">{[input.at, input.rule, input.source].filter((part) => part).join(" · ")}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {answer.changes && [<h3>{say(why_words.changes)}</h3>, <p>{answer.changes}</p>]}
    </aside>
  );
}
