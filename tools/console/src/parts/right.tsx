// SPDX-License-Identifier: Apache-2.0
import type { ComponentChildren } from "preact";
import { use_ask } from "../api/use_ask";
import { is_demo, me } from "../app/state";
import { account_words as words, role_words } from "../words/account";
import { say } from "../words/language";

/** Whether one of these roles is among the grants of who sits here. A demonstration asks nobody. */
export function has_role(roles: string[]): boolean {
  return is_demo.value || (me.value?.grants ?? []).some((grant) => roles.includes(grant.role));
}

interface GrantRow {
  person: string;
  name: string;
  role: string;
  state: string;
}

/** A part of a page for some roles; others see which right it needs and who has it, never a blank. */
export function ForRoles({ roles, title, children }: { roles: string[]; title: string; children: () => ComponentChildren }) {
  return has_role(roles) ? <>{children()}</> : <NoRight roles={roles} title={title} />;
}

export function NoRight({ roles, title }: { roles: string[]; title: string }) {
  // Only some may see the grants; for the others the question itself is refused.
  const may_see = has_role(["security_admin", "audit_admin", "desk_leader"]);
  const asked = use_ask<{ grants: GrantRow[] }>(may_see ? "office grants" : null);
  const names = (asked.answer?.document.grants ?? [])
    .filter((grant) => roles.includes(grant.role) && grant.state === "runs")
    .map((grant) => grant.name);
  const role_names = roles.map((role) => {
    const word = role_words[role];
    return word ? say(word) : role;
  });
  return (
    <section class="panel" data-panel tabIndex={-1} aria-label={title}>
      <h2>{title}</h2>
      <p>{say(words.need_role, role_names.join(" / "))}</p>
      <p class="note">
        {!may_see
          ? say(words.who_has_unknown)
          : names.length > 0
            ? say(words.who_has, [...new Set(names)].join("、"))
            : asked.answer
              ? say(words.nobody_has)
              : ""}
      </p>
    </section>
  );
}
