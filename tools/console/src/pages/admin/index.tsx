// SPDX-License-Identifier: Apache-2.0
import { query } from "../../app/address";
import { Tabs } from "../../parts/panel";
import { ForRoles } from "../../parts/right";
import { account_words as words } from "../../words/account";
import { say } from "../../words/language";
import { Accounts } from "./accounts";
import { Grants } from "./grants";
import { Sessions } from "./sessions";
import { System } from "./system";

/** 管理: three administrators, each with their own part. */
export default function Page() {
  const part = query("part") || "security";
  const tab = (name: string, at: string) => ({ name, href: `/admin?part=${at}`, now: part === at });
  return (
    <>
      <div class="page-head">
        <h1>{say(words.admin)}</h1>
        <Tabs
          label={say(words.admin)}
          tabs={[tab(say(words.security), "security"), tab(say(words.system), "system"), { name: say(words.audit), href: "/audit", now: false }]}
        />
        <span class="note">{say(words.three_apart)}</span>
      </div>
      {part === "system" && (
        <ForRoles roles={["system_admin"]} title={say(words.system)}>
          {() => <System />}
        </ForRoles>
      )}
      {part === "security" && (
        <div class="columns">
          <ForRoles roles={["security_admin", "audit_admin"]} title={say(words.accounts)}>
            {() => <Accounts />}
          </ForRoles>
          <ForRoles roles={["security_admin", "audit_admin", "desk_leader"]} title={say(words.grants)}>
            {() => <Grants />}
          </ForRoles>
          <ForRoles roles={["security_admin", "audit_admin"]} title={say(words.sessions)}>
            {() => <Sessions />}
          </ForRoles>
        </div>
      )}
    </>
  );
}
