// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { find_item, item_choices } from "../../api/catalogue";
import { act, new_key } from "../../api/client";
import { Problem } from "../../api/problem";
import { go } from "../../app/address";
import { ActButton } from "../../parts/act_button";
import { Form, use_draft, type FieldSpec } from "../../parts/form";
import { ProblemBox } from "../../parts/panel";
import { kind_words, ledger_words as words, source_words } from "../../words/ledger";
import { say } from "../../words/language";
import { word_of, type PaperDocument } from "./document";

const kinds = ["receipt", "acceptance", "donation", "issue", "move", "return", "loan", "loan_return", "rotation", "scrap", "kit", "unkit", "recall"];
/** Kinds whose goods come in: the line names the depot they come to. */
const comes_in = ["receipt", "acceptance", "donation", "return", "loan_return"];

function specs_of(kind: string): FieldSpec[] {
  const specs: FieldSpec[] = [
    {
      name: "kind",
      label: say(words.kind),
      required: true,
      choices: kinds.map((value) => ({ value, text: word_of(kind_words, value) })),
    },
  ];
  if (kind === "receipt") {
    specs.push(
      {
        name: "source",
        label: say(words.source),
        required: true,
        choices: Object.keys(source_words).map((value) => ({ value, text: word_of(source_words, value) })),
      },
      { name: "supplier", label: say(words.supplier) },
    );
  }
  if (kind === "donation") {
    specs.push({ name: "donor", label: say(words.donor), required: true }, { name: "use", label: say(words.use) });
  }
  if (kind === "loan") {
    specs.push(
      { name: "borrower", label: say(words.borrower), required: true },
      { name: "return-by", label: say(words.return_by), required: true, hint: "2017-09-30" },
    );
  }
  if (kind === "scrap") {
    specs.push(
      { name: "experts", label: say(words.experts) },
      { name: "test-report", label: say(words.test_report) },
      { name: "value", label: say(words.residual) },
    );
  }
  if (["acceptance", "return", "loan_return"].includes(kind)) {
    specs.push({ name: "of", label: say(words.of), required: true });
  }
  specs.push(
    { name: "event", label: say(words.event) },
    { name: "reason", label: say(words.reason_needed) },
    { name: "lines", label: say(words.goods_lines), kind: "long", required: true, hint: say(words.goods_hint) },
  );
  return specs;
}

/** "QUILT A-1 200 JL-D-04 2017-05-01" as the command takes it; null where a part is missing. */
export function line_parameter(text: string, kind: string): string | null {
  const [item, lot, quantity, site, made, expires] = text.trim().split(/\s+/);
  const known = find_item(item ?? "");
  const whole = (quantity ?? "").replaceAll(",", "");
  if (!known || !lot || !site || !/^\d+(\.\d+)?$/.test(whole)) {
    return null;
  }
  const way = comes_in.includes(kind) ? "site" : kind === "move" ? "" : "site";
  const [from, to] = site.split(/[→>]/);
  const place = way === "" || to ? `from=${from},to=${to ?? ""}` : `site=${site}`;
  return (
    `item=${known.id},lot=${lot},amount=${whole},${place}` +
    (made ? `,made=${made}` : "") +
    (expires ? `,expires=${expires}` : "")
  );
}

/** Draws up a document: its head, and its goods a line each. Drafts are free; nothing is posted yet. */
export function NewDocument() {
  const draft = use_draft("ledger.document", {});
  const [busy, set_busy] = useState(false);
  const [problem, set_problem] = useState<Problem | null>(null);
  const [told, set_told] = useState("");
  const kind = draft.fields.kind ?? "";
  const send = () => {
    const lines: string[] = [];
    for (const [index, text] of (draft.fields.lines ?? "").split("\n").filter((line) => line.trim()).entries()) {
      const line = line_parameter(text, kind);
      if (line === null) {
        set_told(say(words.line_wrong, index + 1));
        return;
      }
      lines.push(line);
    }
    const { lines: _typed, ...head } = draft.fields;
    set_told("");
    set_busy(true);
    act<{ document: PaperDocument }>("doc new", { ...head, line: lines }, new_key())
      .then((answer) => {
        draft.forget();
        go(`/ledger/documents/${answer.document.document.number}`);
      })
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
    <section class="panel" data-panel tabIndex={-1} aria-label={say(words.new_document)}>
      <h2>{say(words.new_document)}</h2>
      <Form
        label={say(words.new_document)}
        specs={specs_of(kind)}
        fields={draft.fields}
        on_change={draft.set}
        on_submit={send}
        kept_at={draft.kept_at}
      >
        <details>
          <summary>{say(words.known_items)}</summary>
          <p class="note">{item_choices.value.map((one) => `${one.value} ${one.text}`).join(" · ")}</p>
        </details>
        {told && (
          <p class="bad" role="alert">
            {told}
          </p>
        )}
        {problem && <ProblemBox problem={problem} />}
        <div class="acts">
          <ActButton primary submit busy={busy} on_press={send}>
            {say(words.draw_up, kind ? word_of(kind_words, kind) : say(words.documents))}
          </ActButton>
        </div>
      </Form>
    </section>
  );
}
