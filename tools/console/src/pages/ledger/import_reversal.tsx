// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { ActButton } from "../../parts/act_button";
import { SignDialog } from "../../parts/sign_dialog";
import { import_words as words } from "../../words/imports";
import { say } from "../../words/language";
import { ledger_words } from "../../words/ledger";

/** Undoes a posted import whole, by a reversal with its reason. */
export function ReverseImport({ batch }: { batch?: number }) {
  const [typed, set_typed] = useState("");
  const [signing, set_signing] = useState(false);
  const [done, set_done] = useState(0);
  const chosen = batch ?? (/^\d+$/.test(typed) ? Number(typed) : 0);
  const label = say(words.reverse, chosen || "—");
  return (
    <div class="acts">
      {batch === undefined && (
        <span class="filter">
          <label for="reverse-batch">
            {say(words.reverse_one)}: {say(words.batch)}
          </label>
          <input id="reverse-batch" type="text" inputMode="numeric" size={5} value={typed} onInput={(event) => set_typed(event.currentTarget.value)} />
        </span>
      )}
      <ActButton on_press={() => set_signing(true)} off={chosen === 0 ? say(words.batch) : ""}>
        {label}
      </ActButton>
      {done > 0 && <span role="status">{say(words.reversed, done)}</span>}
      {signing && (
        <SignDialog
          sign={{
            title: label,
            verb: label,
            what: label,
            rule: say(ledger_words.handled_rule),
            at_once: say(ledger_words.reversal_made),
            operation: "reverse",
            parameters: { import: chosen },
            specs: [{ name: "reason", label: say(ledger_words.reason_needed), kind: "long", required: true }],
          }}
          on_done={() => {
            set_signing(false);
            set_done(chosen);
          }}
          on_close={() => set_signing(false)}
        />
      )}
    </div>
  );
}
