// SPDX-License-Identifier: Apache-2.0
import { use_ask } from "../../api/use_ask";
import { go, look_back_at } from "../../app/address";
import { Countdown, Plate } from "../../parts/marks";
import { Panel } from "../../parts/panel";
import { Table } from "../../parts/table";
import { age, date_time } from "../../time/instant";
import { common } from "../../words/common";
import { alert_state_words, alert_words as words, hazard_words } from "../../words/alerts";
import { say } from "../../words/language";
import { word_of } from "../ledger/document";
import { about_alerts, department, is_open, type AlertHead } from "./document";

interface Active {
  at: string;
  active: {
    chain: string;
    identifier: string;
    sender: string;
    own: boolean;
    status: string;
    type: string;
    sent: string;
    infos: { language: string; headline: string; severity: string; expires: string | null }[];
  }[];
}

export function AlertLists() {
  const at = look_back_at();
  const asked = use_ask<{ warnings: AlertHead[] }>("alert list", { at }, about_alerts);
  const active = use_ask<Active>("alert active", { at }, about_alerts);
  const all = asked.answer?.document.warnings ?? [];
  const colour_of = (identifier: string) => all.find((one) => one.message === identifier);
  return (
    <div class="columns">
      <Panel
        title={`${say(words.drafts)} ${asked.answer ? all.filter((one) => is_open(one.state)).length : ""}`}
        asked={asked}
        beside={
          <a class="button" href="/alerts/new">
            {say(words.draft_one)}
          </a>
        }
      >
        {(document) => (
          <Cases
            label={say(words.drafts)}
            rows={document.warnings.filter((one) => is_open(one.state))}
            empty={say(words.none_drafts)}
          />
        )}
      </Panel>
      <Panel title={`${say(words.active)} ${active.answer?.document.active.length ?? ""}`} asked={active} data_time={(document) => document.at}>
        {(document) => (
          <Table
            label={say(words.active)}
            rows={document.active}
            key_of={(row) => `${row.sender} ${row.identifier}`}
            empty={say(words.none_active)}
            on_open={(row) => {
              const own = colour_of(row.identifier);
              if (own) {
                go(`/alerts/${own.warning}`);
              }
            }}
            columns={[
              {
                name: say(words.colour),
                value: (row) => colour_of(row.identifier)?.colour ?? row.infos[0]?.severity ?? "",
                show: (row) => {
                  const own = colour_of(row.identifier);
                  return own ? <Plate level={own.colour} /> : (row.infos[0]?.severity ?? "—");
                },
              },
              {
                name: say(words.headline),
                value: (row) => headline_of(row.infos),
                show: (row) => {
                  const own = colour_of(row.identifier);
                  return own ? <a href={`/alerts/${own.warning}`}>{headline_of(row.infos)}</a> : headline_of(row.infos);
                },
              },
              { name: say(words.sender), value: (row) => (row.own ? say(words.own) : row.sender) },
              { name: say(words.official), value: (row) => row.identifier },
              { name: say(common.time), value: (row) => row.sent, show: (row) => `${date_time(row.sent)}（${age(row.sent)}）` },
              { name: say(words.expires), value: (row) => row.infos[0]?.expires ?? null, show: (row) => <Countdown due={row.infos[0]?.expires ?? null} begun={row.sent} /> },
            ]}
          />
        )}
      </Panel>
      <Panel title={say(words.closed)} asked={asked}>
        {(document) => (
          <Cases
            label={say(words.closed)}
            rows={document.warnings.filter((one) => !is_open(one.state)).reverse()}
            empty={say(words.none_closed)}
          />
        )}
      </Panel>
    </div>
  );
}

/** In the language of the screen, else what there is. */
export function headline_of(infos: { language: string; headline: string }[]): string {
  const wanted = document.documentElement.lang.slice(0, 2);
  return (infos.find((info) => info.language.startsWith(wanted)) ?? infos[0])?.headline ?? "—";
}

function Cases({ label, rows, empty }: { label: string; rows: AlertHead[]; empty: string }) {
  return (
    <Table
      label={label}
      rows={rows}
      key_of={(row) => row.warning}
      on_open={(row) => go(`/alerts/${row.warning}`)}
      empty={empty}
      columns={[
        { name: say(words.colour), value: (row) => row.colour, show: (row) => <Plate level={row.colour} /> },
        { name: say(common.code), value: (row) => row.warning, show: (row) => <a href={`/alerts/${row.warning}`}>{row.warning}</a> },
        {
          name: say(words.headline),
          value: (row) => row.headline,
          show: (row) => (
            <>
              {row.status === "Exercise" && <span class="mark flag">{say(words.exercise)}</span>} {row.headline}
            </>
          ),
        },
        { name: say(words.hazard), value: (row) => word_of(hazard_words, row.hazard) },
        { name: say(common.state), value: (row) => word_of(alert_state_words, row.state) },
        {
          name: say(words.awaited),
          value: (row) => (row.state === "countersign" ? row.awaited.map((id) => department(id, row.expires)).join("、") : ""),
        },
        {
          name: say(words.deadline),
          value: (row) => (is_open(row.state) ? row.deadline : null),
          show: (row) => (is_open(row.state) && row.deadline ? <Countdown due={row.deadline} limit={say(words.deadline)} /> : "—"),
        },
        { name: say(words.expires), value: (row) => row.expires, show: (row) => date_time(row.expires) },
      ]}
    />
  );
}
