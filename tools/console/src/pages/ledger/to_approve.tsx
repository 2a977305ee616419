// SPDX-License-Identifier: Apache-2.0
import { use_ask } from "../../api/use_ask";
import { person } from "../../parts/person";
import { Panel } from "../../parts/panel";
import { Table } from "../../parts/table";
import { age, date_time } from "../../time/instant";
import { common } from "../../words/common";
import { document_state_words, kind_words, ledger_words as words } from "../../words/ledger";
import { say } from "../../words/language";
import { moves_documents, next_verbs, word_of, type PaperDocument } from "./document";
import { VerbButton } from "./verb_button";

/** Documents that wait for somebody: to be signed, checked, closed or posted. */
export function ToApprove() {
  const asked = use_ask<{ documents: PaperDocument[] }>("doc list", {}, moves_documents);
  const waiting = (asked.answer?.document.documents ?? []).filter((document) =>
    next_verbs(document.kind, document.state).some((verb) => verb.waits),
  );
  return (
    <Panel title={`${say(words.to_approve)} ${asked.answer ? waiting.length : ""}`} asked={asked}>
      {() => (
        <Table
          label={say(words.to_approve)}
          rows={waiting}
          key_of={(row) => row.number}
          empty={say(words.none_to_approve)}
          height={waiting.length > 5 ? 190 : undefined}
          columns={[
            {
              name: say(words.number),
              value: (row) => row.number,
              show: (row) => <a href={`/ledger/documents/${row.number}`}>{row.number}</a>,
            },
            { name: say(words.kind), value: (row) => word_of(kind_words, row.kind) },
            { name: say(common.state), value: (row) => word_of(document_state_words, row.state) },
            { name: say(words.lines), number: true, value: (row) => row.lines.length },
            { name: say(words.made_by), value: (row) => person(row.made_by) },
            {
              name: say(words.made_at),
              value: (row) => row.made_at,
              show: (row) => `${date_time(row.made_at)}（${age(row.made_at)}）`,
            },
            {
              name: say(words.next),
              value: (row) => next_verbs(row.kind, row.state)[0]?.verb ?? "",
              show: (row) => {
                const verb = next_verbs(row.kind, row.state).find((one) => one.waits);
                return verb && <VerbButton document={row} verb={verb} on_done={asked.again} />;
              },
            },
          ]}
        />
      )}
    </Panel>
  );
}
