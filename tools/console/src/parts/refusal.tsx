// SPDX-License-Identifier: Apache-2.0
import { site_name } from "../api/catalogue";
import type { Problem } from "../api/problem";
import { me } from "../app/state";
import { role_words, scope_words } from "../words/account";
import { common } from "../words/common";
import { say, type Word } from "../words/language";

const refusal_words = {
  asked_about: ["这一问关于 {0}；你的授权：{1}。选一个授权范围内的库或地点再问。", "This question is about {0}; your grants: {1}. Name a depot or place within them and ask again."],
  nothing: ["无", "none"],
} as const satisfies Record<string, Word>;

/** 需 “…” 权限；现有: …: the rights in words, who has them, and what of one's own falls short. */
export function Refusal({ problem }: { problem: Problem }) {
  const [rights = "", holders = ""] = (problem.document.expected ?? "").split(": ");
  const said = rights.replace(/(\w+) \((\w+)\)/g, (_, role: string, scope: string) => {
    const word = role_words[role];
    const reach = scope_words[scope];
    return `${word ? say(word) : role}（${reach ? say(reach) : scope}）`;
  });
  const about = (problem.document.found ?? "").split(" ").at(-1) ?? "";
  const own = (me.value?.grants ?? []).map((grant) => {
    const word = role_words[grant.role];
    return `${word ? say(word) : grant.role} ${grant.unit ? site_name(grant.unit) : ""}`;
  });
  return (
    <div class="problem" role="alert">
      <p>
        <b>{say(common.needs_right, said)}</b>
      </p>
      {holders && <p>{say(common.has_right, holders)}</p>}
      <p>{say(refusal_words.asked_about, site_name(about), own.join("、") || say(refusal_words.nothing))}</p>
      <p class="note">
        {problem.document.field} · {problem.code} · {say(common.nothing_lost)}
      </p>
    </div>
  );
}
