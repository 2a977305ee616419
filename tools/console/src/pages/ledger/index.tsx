// SPDX-License-Identifier: Apache-2.0
import { address } from "../../app/address";
import { Tabs } from "../../parts/panel";
import { ledger_words as words } from "../../words/ledger";
import { say } from "../../words/language";
import { Counts } from "./counts";
import { Documents, OneDocument } from "./documents";
import { Imports } from "./imports";
import { LotCard } from "./lot_card";
import { NewDocument } from "./new_document";
import { Rotation } from "./rotation";
import { Stock } from "./stock";
import { ToApprove } from "./to_approve";

/** 台账: what waits for approval first, then stock, lots, documents, counts, imports and rotation. */
export default function Page() {
  const [, part = "stock", which = ""] = address.value.parts;
  const tab = (name: string, to: string, parts: string[]) => ({ name, href: `/ledger/${to}`, now: parts.includes(part) });
  return (
    <>
      <div class="page-head">
        <h1>{say(words.title)}</h1>
        <Tabs
          label={say(words.title)}
          tabs={[
            tab(say(words.stock), "stock", ["stock", "lots"]),
            tab(say(words.documents), "documents", ["documents", "new"]),
            tab(say(words.counts), "counts", ["counts"]),
            tab(say(words.imports), "imports", ["imports"]),
            tab(say(words.rotation), "rotation", ["rotation"]),
          ]}
        />
      </div>
      {part === "stock" && (
        <div class="columns">
          <ToApprove />
          <Stock />
        </div>
      )}
      {part === "lots" && <LotCard lot={which} />}
      {part === "documents" && (which ? <OneDocument name={which} key={which} /> : <Documents />)}
      {part === "new" && <NewDocument />}
      {part === "counts" && <Counts name={which} key={which} />}
      {part === "imports" && <Imports />}
      {part === "rotation" && <Rotation />}
    </>
  );
}
