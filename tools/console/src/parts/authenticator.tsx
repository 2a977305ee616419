// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { ask_log_in } from "../api/client";
import { Problem } from "../api/problem";
import { account_words as words } from "../words/account";
import { say } from "../words/language";
import { Form } from "./form";
import { CopyButton, ProblemBox } from "./panel";

/** Enrols an authenticator: its key is shown once, and counts when a code of it has been typed. */
export function Authenticator({ on_done }: { on_done?: () => void }) {
  const [key, set_key] = useState<{ key: string; link: string } | null>(null);
  const [code, set_code] = useState("");
  const [done, set_done] = useState(false);
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
  const enrol = (fresh: { key: string }) =>
    run(
      ask_log_in("totp", { key: fresh.key, code: code.trim() }).then(() => {
        set_key(null);
        set_done(true);
        on_done?.();
      }),
    );
  return (
    <>
      {!key && !done && (
        <button type="button" onClick={() => run(ask_log_in<{ key: string; link: string }>("totp", {}).then(set_key))}>
          {say(words.totp_show)}
        </button>
      )}
      {key && (
        <Form
          label={say(words.totp)}
          specs={[{ name: "code", label: say(words.totp_code), required: true, kind: "number" }]}
          fields={{ code }}
          on_change={(changes) => set_code(changes.code ?? "")}
          on_submit={() => enrol(key)}
        >
          <p>{say(words.totp_key)}</p>
          <p>
            <code data-key>{key.key}</code> <CopyButton text={key.link} />
          </p>
          <button class="primary" type="submit">
            {say(words.totp_enrol)}
          </button>
        </Form>
      )}
      {done && <p role="status">{say(words.totp_done)}</p>}
      {problem && <ProblemBox problem={problem} />}
    </>
  );
}
