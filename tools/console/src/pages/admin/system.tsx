// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from "preact/hooks";
import { ask_health, work, type Health, type JobDocument } from "../../api/client";
import { Problem } from "../../api/problem";
import { number } from "../../parts/marks";
import { ProblemBox } from "../../parts/panel";
import { date_time } from "../../time/instant";
import { account_words as words } from "../../words/account";
import { say } from "../../words/language";

interface Verified {
  ok: boolean;
  checked: Record<string, number>;
  first_wrong: { table: string; row: number; check: string; found: string; expected: string } | null;
  head: { seq: number; hash: string };
}

/** The system administrator's part: is it running, are the books proven, what of the backups. */
export function System() {
  const [health, set_health] = useState<Health | null>(null);
  const [job, set_job] = useState<JobDocument | null>(null);
  const [verified, set_verified] = useState<Verified | null>(null);
  const [problem, set_problem] = useState<Problem | null>(null);
  const [busy, set_busy] = useState(false);
  const fail = (failure: unknown) => {
    if (failure instanceof Problem) {
      set_problem(failure);
    } else {
      throw failure;
    }
  };
  useEffect(() => void ask_health().then(set_health).catch(fail), []);
  const verify = () => {
    set_busy(true);
    set_problem(null);
    work<Verified>("verify", {}, set_job)
      .answer.then((answer) => set_verified(answer.document))
      .catch(fail)
      .finally(() => set_busy(false));
  };
  return (
    <div class="columns">
      <section class="panel" data-panel tabIndex={-1} aria-label={say(words.health)}>
        <h2>{say(words.health)}</h2>
        <dl class="facts">
          <dt>{say(words.answers)}</dt>
          <dd>{health ? (health.ok ? "✓" : "✕") : "—"}</dd>
          <dt>{say(words.head)}</dt>
          <dd>{number(health?.head)}</dd>
          <dt>{say(words.clock)}</dt>
          <dd>{date_time(health?.now)}</dd>
        </dl>
        <div class="acts">
          <button class="primary" type="button" aria-busy={busy} onClick={verify}>
            {busy ? `${say(words.verifying)} ${job?.step ?? ""} ${Math.round((job?.share ?? 0) * 100)} %` : say(words.verify)}
          </button>
        </div>
        {verified && (
          <p role="status">
            {verified.ok ? (
              `✓ ${say(words.verified, Object.entries(verified.checked).map(([name, count]) => `${name} ${number(count)}`).join(" · "))}`
            ) : (
              <span class="mark late">
                ▲ {say(words.verify_failed, `${verified.first_wrong?.table} ${verified.first_wrong?.row} ${verified.first_wrong?.check}`)}
              </span>
            )}
          </p>
        )}
        {problem && <ProblemBox problem={problem} />}
      </section>
      <section class="panel" data-panel tabIndex={-1} aria-label={say(words.backup)}>
        <h2>{say(words.backup)}</h2>
        <p>{say(words.backup_note)}</p>
      </section>
    </div>
  );
}
