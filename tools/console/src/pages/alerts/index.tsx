// SPDX-License-Identifier: Apache-2.0
import { address } from "../../app/address";
import { Tabs } from "../../parts/panel";
import { alert_words as words } from "../../words/alerts";
import { say } from "../../words/language";
import { AlertLists } from "./lists";
import { NewDraft } from "./new_draft";
import { OneAlert } from "./one_alert";
import { Quarantine } from "./quarantine";

/** 预警: in force, drafts with their deadlines, receipts; others' messages. */
export default function Page() {
  const [, part = "", second = ""] = address.value.parts;
  return (
    <>
      <div class="page-head">
        <h1>{say(words.title)}</h1>
        <Tabs
          label={say(words.title)}
          tabs={[
            { name: say(words.title), href: "/alerts", now: part === "" || part.startsWith("W") },
            { name: say(words.draft_one), href: "/alerts/new", now: part === "new" },
            { name: say(words.quarantine), href: "/alerts/others", now: part === "others" },
          ]}
        />
      </div>
      {part === "" && <AlertLists />}
      {part === "new" && <NewDraft />}
      {part === "others" && <Quarantine />}
      {part !== "" && part !== "new" && part !== "others" && <OneAlert warning={part} part={second} key={part} />}
    </>
  );
}
