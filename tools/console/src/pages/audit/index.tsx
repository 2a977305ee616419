// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { ask } from "../../api/client";
import { Problem } from "../../api/problem";
import { use_ask } from "../../api/use_ask";
import { query } from "../../app/address";
import { Filters } from "../../parts/filters";
import { number } from "../../parts/marks";
import { Panel, ProblemBox } from "../../parts/panel";
import { Files } from "../../parts/print_button";
import { ForRoles } from "../../parts/right";
import { Table } from "../../parts/table";
import { date_time, iso, read_typed_time } from "../../time/instant";
import { common } from "../../words/common";
import { account_words as words } from "../../words/account";
import { say } from "../../words/language";

interface AuditDocument {
  lines: { seq: number; at: string; event: string; account: string; source: string; subject: string; result: string }[];
  head: { seq: number; hash: string };
}
interface AuditVerified {
  ok: boolean;
  checked: number;
  first_wrong: { check?: string; row?: number; found?: string } | null;
}

export default function Page() {
  return (
    <>
      <h1>{say(words.audit_title)}</h1>
      <ForRoles roles={["audit_admin"]} title={say(words.audit_title)}>
        {() => <Audit />}
      </ForRoles>
    </>
  );
}

function typed(name: string): string | undefined {
  const at = read_typed_time(query(name));
  return at === null ? undefined : iso(at);
}

/** Who came in, who did not, what was refused: a chain of lines that cannot be changed unseen. */
function Audit() {
  const asked = use_ask<AuditDocument>(
    "audit list",
    { last: query("last") || "200", from: typed("from"), until: typed("until"), event: query("event"), account: query("account") },
    () => true,
  );
  const [verified, set_verified] = useState<AuditVerified | null>(null);
  const [files, set_files] = useState<[string, string][]>([]);
  const [problem, set_problem] = useState<Problem | null>(null);
  const run = (doing: Promise<unknown>) => {
    set_problem(null);
    doing.catch((failure: unknown) => {
      if (failure instanceof Problem) {
        set_problem(failure);
      } else {
        throw failure;
      }
    });
  };
  return (
    <>
      <Filters
        specs={[
          { name: "from", label: say(words.from) },
          { name: "until", label: say(words.until) },
          { name: "event", label: say(words.event) },
          { name: "account", label: say(words.account) },
          { name: "last", label: say(words.last), number: true, first: "200" },
        ]}
      />
      <Panel title={say(words.audit_title)} asked={asked} data_time={(document) => document.lines.at(-1)?.at}>
        {(document) => (
          <>
            <div class="acts">
              <button type="button" onClick={() => run(ask<AuditVerified>("audit verify").then((answer) => set_verified(answer.document)))}>
                {say(words.verify_audit)}
              </button>
              <button
                type="button"
                onClick={() => run(ask("audit export", { out: "audit.jsonl", from: typed("from"), until: typed("until") }).then((answer) => set_files(Object.entries(answer.files))))}
              >
                {say(words.export_audit)}
              </button>
              <Files files={files} />
              <span class="note">{say(words.chain_head, number(document.head.seq), document.head.hash.slice(0, 16))}</span>
              {verified && (
                <span role="status" class={verified.ok ? "" : "mark late"}>
                  {verified.ok ? `✓ ${say(words.audit_ok, number(verified.checked))}` : `▲ ${say(words.audit_bad, JSON.stringify(verified.first_wrong))}`}
                </span>
              )}
            </div>
            {problem && <ProblemBox problem={problem} />}
            <Table
              label={say(words.audit_title)}
              rows={[...document.lines].reverse()}
              key_of={(row) => String(row.seq)}
              empty={say(words.no_lines)}
              filter
              height={480}
              row_class={(row) => (row.result === "ok" || row.result === "" ? "" : "bad")}
              columns={[
                { name: say(words.line), number: true, value: (row) => row.seq },
                { name: say(common.time), value: (row) => row.at, show: (row) => date_time(row.at) },
                { name: say(words.event), value: (row) => row.event },
                { name: say(words.account), value: (row) => row.account },
                { name: say(words.source), value: (row) => row.source },
                { name: say(words.subject), value: (row) => row.subject },
                { name: say(words.result), value: (row) => row.result },
              ]}
            />
          </>
        )}
      </Panel>
    </>
  );
}
