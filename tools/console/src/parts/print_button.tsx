// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { act, new_key, type Parameters } from "../api/client";
import { Problem } from "../api/problem";
import { say, type Word } from "../words/language";
import { ActButton } from "./act_button";
import { ProblemBox } from "./panel";

const print_words = {
  making: ["正在打印…", "Printing…"],
  open: ["打开 {0}", "Open {0}"],
} as const satisfies Record<string, Word>;

/** Prints a paper of the books (`print`): where it was pressed stands the file, which opens in a tab of its own. */
export function PrintButton(props: { label: string; parameters: Parameters; file: string }) {
  const [busy, set_busy] = useState(false);
  const [made, set_made] = useState<[name: string, address: string][]>([]);
  const [problem, set_problem] = useState<Problem | null>(null);
  const press = () => {
    set_busy(true);
    set_problem(null);
    act("print", { ...props.parameters, out: props.file }, new_key())
      .then((answer) => set_made(Object.entries(answer.files)))
      .catch((failure: unknown) => {
        if (failure instanceof Problem) {
          set_problem(failure);
        } else {
          throw failure;
        }
      })
      .finally(() => set_busy(false));
  };
  return (
    <>
      <ActButton busy={busy} on_press={press}>
        {busy ? say(print_words.making) : props.label}
      </ActButton>
      <Files files={made} />
      {problem && <ProblemBox problem={problem} />}
    </>
  );
}

/** Links to files an operation wrote; they open beside this page. */
export function Files({ files }: { files: [name: string, address: string][] }) {
  return (
    <>
      {files.map(([name, address]) => (
        <a class="button" href={address} target="_blank" rel="noopener">
          {say(print_words.open, name)}
        </a>
      ))}
    </>
  );
}
