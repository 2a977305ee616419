// SPDX-License-Identifier: Apache-2.0
import { address } from "../../app/address";
import { Tabs } from "../../parts/panel";
import { ready_words as words } from "../../words/ready";
import { say } from "../../words/language";
import { Agreements, Contracts, Equipped } from "./tables";
import { Daily } from "./daily";
import { Inspections } from "./inspections";

/** 备灾: the daily report first; the rest as plain tables of what the books hold. */
export default function Page() {
  const part = address.value.parts[1] ?? "daily";
  const tab = (name: string, at: string) => ({ name, href: `/ready/${at}`, now: part === at });
  return (
    <>
      <div class="page-head">
        <h1>{say(words.title)}</h1>
        <Tabs
          label={say(words.title)}
          tabs={[
            tab(say(words.daily), "daily"),
            tab(say(words.equip), "equip"),
            tab(say(words.contracts), "contracts"),
            tab(say(words.agreements), "agreements"),
            tab(say(words.inspections), "inspections"),
            { name: say(words.gaps), href: "/ledger/stock?view=gaps", now: false },
          ]}
        />
      </div>
      {part === "daily" && <Daily />}
      {part === "equip" && <Equipped />}
      {part === "contracts" && <Contracts />}
      {part === "agreements" && <Agreements />}
      {part === "inspections" && <Inspections />}
      <p class="note no-print">
        {say(words.later)}: {say(words.later_coverage)}
      </p>
    </>
  );
}
