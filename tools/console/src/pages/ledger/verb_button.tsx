// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { ActButton } from "../../parts/act_button";
import { SignDialog } from "../../parts/sign_dialog";
import { kind_words, ledger_words as words, verb_words } from "../../words/ledger";
import { say } from "../../words/language";
import { word_of, type PaperDocument, type Verb } from "./document";

/** The next step of a document: one verb with its object, signed in the one dialog. */
export function VerbButton(props: { document: PaperDocument; verb: Verb; primary?: boolean; on_done: () => void }) {
  const { document, verb } = props;
  const [open, set_open] = useState(false);
  const name = `${word_of(kind_words, document.kind)} ${document.number}`;
  // 结束盘点 names its object already.
  const label = `${word_of(verb_words, verb.verb)}${verb.verb === "close" ? ` ${document.number}` : `${say(words.space)}${name}`}`;
  return (
    <>
      <ActButton primary={props.primary === true} on_press={() => set_open(true)}>
        {label}
      </ActButton>
      {open && (
        <SignDialog
          sign={{
            title: label,
            verb: label,
            what: name,
            how_many: document.lines.length > 0 ? say(words.line_count, document.lines.length) : undefined,
            rule: say(verb.verb === "sign" ? words.sign_rule : verb.verb === "check" ? words.three_people : words.handled_rule),
            at_once: say(
              verb.verb === "reverse"
                ? words.reversal_made
                : verb.verb === "close"
                  ? words.count_closes
                  : verb.moves
                    ? words.posts_at_once
                    : words.no_stock_change,
            ),
            operation: verb.operation,
            parameters: { doc: document.number },
            version: document.steps.length,
            specs: verb.reason
              ? [{ name: "reason", label: say(words.reason_needed), kind: "long", required: true }]
              : [],
          }}
          on_done={() => {
            set_open(false);
            props.on_done();
          }}
          on_close={() => set_open(false)}
        />
      )}
    </>
  );
}
