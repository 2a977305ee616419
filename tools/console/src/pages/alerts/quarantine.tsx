// SPDX-License-Identifier: Apache-2.0
import { useRef, useState } from "preact/hooks";
import { act, new_key, upload } from "../../api/client";
import { Problem } from "../../api/problem";
import { use_ask } from "../../api/use_ask";
import { ActButton } from "../../parts/act_button";
import { Panel, ProblemBox } from "../../parts/panel";
import { Table } from "../../parts/table";
import { date_time } from "../../time/instant";
import { common } from "../../words/common";
import { alert_words as words } from "../../words/alerts";
import { say } from "../../words/language";
import { about_alerts } from "./document";

interface Finding {
  code: string;
  place?: string;
  mend?: string;
}
interface QuarantineDocument {
  messages: {
    id: number;
    at: string;
    file: string;
    form: string;
    status: string;
    sender: string;
    identifier: string;
    codes: string[];
    findings: Finding[];
    size: number;
    sha256: string;
    reply: string | null;
  }[];
}
interface Received {
  kept: number;
  known: number;
  quarantined: number;
  messages: { file: string; what: string; verdict: string; sender: string; identifier: string; findings: Finding[] }[];
}

/** Messages of other offices: taken in one by one, judged, kept apart where they are refused. */
export function Quarantine() {
  const asked = use_ask<QuarantineDocument>("alert quarantine", {}, about_alerts);
  const input = useRef<HTMLInputElement>(null);
  const [busy, set_busy] = useState(false);
  const [problem, set_problem] = useState<Problem | null>(null);
  const [received, set_received] = useState<Received | null>(null);
  const take = (file: File | undefined) => {
    if (!file) {
      return;
    }
    set_busy(true);
    set_problem(null);
    upload(file, file.name)
      .then((id) => act<Received>("alert receive", { file: [id] }, new_key()))
      .then((answer) => {
        set_received(answer.document);
        asked.again();
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
    <Panel title={say(words.quarantine)} asked={asked}>
      {(document) => (
        <>
          <div class="acts">
            <input ref={input} type="file" hidden accept=".xml,.atom,.rss,.json,.txt" onChange={(event) => take(event.currentTarget.files?.[0])} />
            <ActButton busy={busy} on_press={() => input.current?.click()}>
              {say(words.receive)}
            </ActButton>
            {received && <span role="status">{say(words.received, received.kept, received.known, received.quarantined)}</span>}
          </div>
          {problem && <ProblemBox problem={problem} />}
          {received && (
            <ul>
              {received.messages.map((message) => (
                <li>
                  {message.file.replace(/^.*\//, "")}: {message.what} · {message.verdict} · {message.sender} {message.identifier}
                </li>
              ))}
            </ul>
          )}
          <Table
            label={say(words.quarantine)}
            rows={[...document.messages].reverse()}
            key_of={(row) => String(row.id)}
            empty={say(words.none_quarantine)}
            row_class={() => "bad"}
            columns={[
              { name: say(common.time), value: (row) => row.at, show: (row) => date_time(row.at) },
              { name: say(words.sender), value: (row) => row.sender || "—" },
              { name: say(words.official), value: (row) => row.identifier || row.file },
              {
                name: say(words.quarantined_why),
                value: (row) => row.codes.join(" "),
                show: (row) => (
                  <>
                    {row.findings.map((finding) => (
                      <div>
                        {finding.code} <span class="note">{[finding.place, finding.mend].filter((part) => part).join(" · ")}</span>
                      </div>
                    ))}
                  </>
                ),
              },
              { name: say(words.reply), value: (row) => (row.reply ? say(words.reply) : "—") },
              { name: "SHA-256", value: (row) => row.sha256.slice(0, 12) },
            ]}
          />
        </>
      )}
    </Panel>
  );
}
