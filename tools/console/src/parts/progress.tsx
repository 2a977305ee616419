// SPDX-License-Identifier: Apache-2.0
import type { JobDocument } from "../api/client";
import { common } from "../words/common";
import { say, type Word } from "../words/language";

/** What a job is at, as the operations call their steps. */
const step_words: Record<string, Word> = {
  levels: ["核响应等级", "Response levels"],
  needs: ["算需求", "Needs"],
  travel: ["算路程", "Travel times"],
  construct: ["排初案", "First plan"],
  improve: ["改进", "Improving"],
  bound: ["算下界", "Lower bound"],
  prove: ["证明界", "Proving the bound"],
  explain: ["找原因", "Reasons"],
  what_if: ["算再多一点", "What more would achieve"],
  draws: ["抽样", "Sampling"],
  load: ["读入", "Reading"],
};

/** How far long work is; it can be ended with the best it has. */
export function ProgressBar({ job, stop }: { job: JobDocument | null; stop: () => void }) {
  const share = Math.round((job?.share ?? 0) * 100);
  const step = job?.step ?? "";
  const word = step_words[step];
  return (
    <div class="panel" role="group" aria-label={say(common.loading)}>
      <div class="acts">
        <span class="grow" role="status">
          {word ? say(word) : step || say(common.loading)} {share}%
        </span>
        <button type="button" onClick={stop}>
          {say(common.use_best)}
        </button>
      </div>
      <div class="progress" role="progressbar" aria-label={say(common.loading)} aria-valuenow={share} aria-valuemin={0} aria-valuemax={100}>
        <div style={{ width: `${share}%` }} />
      </div>
    </div>
  );
}
