// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { use_ask } from "../../api/use_ask";
import { ActButton } from "../../parts/act_button";
import { Panel } from "../../parts/panel";
import { SignDialog, type SignAsk } from "../../parts/sign_dialog";
import { Table } from "../../parts/table";
import { age, date_time } from "../../time/instant";
import { account_words as words } from "../../words/account";
import { say } from "../../words/language";
import { about_access } from "./accounts";

interface SessionRow {
  id: number;
  account: string;
  person: string;
  source: string;
  begun: string;
  seen: string;
  ends: string;
}

export function Sessions() {
  const asked = use_ask<{ sessions: SessionRow[] }>("office session list", {}, about_access);
  const [sign, set_sign] = useState<SignAsk | null>(null);
  return (
    <Panel title={say(words.sessions)} asked={asked}>
      {(document) => (
        <>
          <Table
            label={say(words.sessions)}
            rows={document.sessions}
            key_of={(row) => String(row.id)}
            empty={say(words.no_sessions)}
            columns={[
              { name: say(words.account), value: (row) => row.account },
              { name: say(words.person), value: (row) => row.person },
              { name: say(words.source), value: (row) => row.source },
              { name: say(words.begun), value: (row) => row.begun, show: (row) => date_time(row.begun) },
              { name: say(words.seen), value: (row) => row.seen, show: (row) => `${date_time(row.seen)}（${age(row.seen)}）` },
              { name: say(words.session_ends), value: (row) => row.ends, show: (row) => date_time(row.ends) },
              {
                name: say(words.operation),
                value: () => "",
                show: (row) => (
                  <ActButton
                    on_press={() =>
                      set_sign({
                        title: `${say(words.end_session)} ${row.id}`,
                        verb: `${say(words.end_session)} ${row.id}`,
                        what: `${row.account} ${row.source}`,
                        at_once: say(words.at_once_access),
                        operation: "office session end",
                        parameters: { session: row.id },
                      })
                    }
                  >
                    {say(words.end_session)} {row.id}
                  </ActButton>
                ),
              },
            ]}
          />
          {sign && (
            <SignDialog
              sign={sign}
              on_done={() => {
                set_sign(null);
                asked.again();
              }}
              on_close={() => set_sign(null)}
            />
          )}
        </>
      )}
    </Panel>
  );
}
