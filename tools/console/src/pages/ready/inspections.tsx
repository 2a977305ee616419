// SPDX-License-Identifier: Apache-2.0
import { use_ask } from "../../api/use_ask";
import { query } from "../../app/address";
import { short_site } from "../../parts/amount";
import { Filters } from "../../parts/filters";
import { Panel } from "../../parts/panel";
import { Table } from "../../parts/table";
import { common } from "../../words/common";
import { ledger_words } from "../../words/ledger";
import { inspection_states, post_names, training_states, ready_words as words } from "../../words/ready";
import { say } from "../../words/language";
import { word_of } from "../ledger/document";

interface Calendar {
  as_of: string;
  year: number;
  rule: { source: string; flag: string };
  sites: { site: string; name: string; begin: string; due: string; status: string; inspection: number | null; missing: string[] }[];
}
interface Hazards {
  as_of: string;
  hazards: { hazard?: number; id?: number; site: string; grade: number; note?: string; words?: string; due?: string; overdue?: boolean; state?: string }[];
}
interface Grades {
  grades: { site: string; grade: string; zh: string; open: number; overdue: number; days_since_inspection: number | null }[];
}
interface Letters {
  needed: number;
  missing: number;
  letters: { giver_name: string; taker_name: string; due: string; signed_on: string | null; overdue: boolean }[];
}
interface Training {
  posts: { site: string; post: string; person: string; ends_on: string | null; status: string }[];
}

const about = (event: { operation: string }) => event.operation.startsWith("inspect");

/** The calendar of the season, open hazards, grades, letters and training: what the books hold of safety. */
export function Inspections() {
  const season = query("season") || "flood";
  const calendar = use_ask<Calendar>("inspect plan", { season }, about);
  const hazards = use_ask<Hazards>("inspect hazard list", {}, about);
  const grades = use_ask<Grades>("inspect grade", {}, about);
  const letters = use_ask<Letters>("inspect letters", { missing: true }, about);
  const training = use_ask<Training>("inspect training list", {}, about);
  const grade_of = new Map((grades.answer?.document.grades ?? []).map((row) => [row.site, row]));
  const bad = (training.answer?.document.posts ?? []).filter((post) => post.status !== "valid" && post.status !== "ok");
  return (
    <div class="columns">
      <Filters
        specs={[
          {
            name: "season",
            label: say(words.season),
            first: "flood",
            choices: [
              { value: "flood", text: say(words.flood) },
              { value: "winter", text: say(words.winter) },
            ],
          },
        ]}
      />
      <Panel title={say(words.hazards, hazards.answer?.document.hazards.length ?? "")} asked={hazards} data_time={(document) => document.as_of}>
        {(document) => (
          <Table
            label={say(words.hazards, "")}
            rows={document.hazards}
            key_of={(row) => String(row.hazard ?? row.id ?? row.site)}
            empty={say(words.none_hazards)}
            row_class={(row) => (row.overdue ? "bad" : "")}
            columns={[
              { name: say(common.depot), value: (row) => short_site(row.site) },
              { name: say(words.grade), number: true, value: (row) => row.grade },
              { name: say(common.reason), value: (row) => row.note ?? row.words ?? "" },
              { name: say(words.due), value: (row) => row.due ?? null },
              { name: say(common.state), value: (row) => row.state ?? "" },
            ]}
          />
        )}
      </Panel>
      <Panel
        title={say(words.calendar, say(season === "winter" ? words.winter : words.flood))}
        asked={calendar}
        data_time={(document) => document.as_of}
      >
        {(document) => (
          <>
            <p class="note">
              {document.rule.source} · {document.rule.flag}
            </p>
            <Table
              label={say(words.calendar, "")}
              rows={document.sites}
              key_of={(row) => row.site}
              empty={say(words.none_rows)}
              filter
              height={320}
              columns={[
                { name: say(common.depot), value: (row) => short_site(row.site) },
                { name: say(words.due), value: (row) => row.due },
                {
                  name: say(words.status),
                  value: (row) => row.status,
                  show: (row) =>
                    row.status === "overdue" ? (
                      <span class="mark late">▲ {word_of(inspection_states, row.status)}</span>
                    ) : (
                      word_of(inspection_states, row.status)
                    ),
                },
                { name: say(words.grade), value: (row) => grade_of.get(row.site)?.zh ?? null },
                { name: say(words.overdue), number: true, value: (row) => grade_of.get(row.site)?.overdue ?? null },
                { name: say(words.missing), value: (row) => row.missing.join(" ") },
              ]}
            />
          </>
        )}
      </Panel>
      <Panel title={say(words.letters, letters.answer?.document.needed ?? "", letters.answer?.document.missing ?? "")} asked={letters}>
        {(document) => (
          <Table
            label={say(words.letters, "", "")}
            rows={document.letters}
            key_of={(row) => row.giver_name + row.taker_name}
            empty={say(words.none_rows)}
            height={220}
            columns={[
              { name: say(common.from), value: (row) => row.giver_name },
              { name: say(common.to), value: (row) => row.taker_name },
              { name: say(words.due), value: (row) => row.due, show: (row) => (row.overdue ? <span class="mark late">▲ {row.due}</span> : row.due) },
            ]}
          />
        )}
      </Panel>
      <Panel title={say(words.training, bad.length, training.answer?.document.posts.length ?? "")} asked={training}>
        {() => (
          <Table
            label={say(words.training, "", "")}
            rows={bad}
            key_of={(row) => row.site + row.post}
            empty={say(words.none_rows)}
            height={220}
            columns={[
              { name: say(common.depot), value: (row) => short_site(row.site) },
              { name: say(ledger_words.post), value: (row) => word_of(post_names, row.post) },
              { name: say(common.person), value: (row) => row.person || null },
              { name: say(words.due), value: (row) => row.ends_on },
              { name: say(common.state), value: (row) => word_of(training_states, row.status) },
            ]}
          />
        )}
      </Panel>
      <p class="note">
        {say(words.later)}: {say(words.later_season)}
      </p>
    </div>
  );
}
