// SPDX-License-Identifier: Apache-2.0
import { use_ask } from "../../api/use_ask";
import { number } from "../../parts/marks";
import { Panel } from "../../parts/panel";
import { Table } from "../../parts/table";
import { Why } from "../../parts/why";
import { alert_words as words, channel_kind_words } from "../../words/alerts";
import { say } from "../../words/language";
import { division_name } from "../../api/catalogue";
import { word_of } from "../ledger/document";
import { about_alerts, type AlertCase, type Audience } from "./document";

/** The area with the people it reaches beside it: a sender sees whom he wakes. */
export function AudiencePanel({ one }: { one: AlertCase }) {
  const asked = use_ask<Audience>("alert audience", { warning: one.warning }, about_alerts);
  return (
    <Panel title={say(words.area)} asked={asked}>
      {(audience) => (
        <>
          <p>
            <b>{one.draft.area.codes.map(division_name).join("、")}</b>{" "}
            {one.draft.area.circles.map((circle) => `${circle.centre.join(",")} ${circle.radius_km} km`).join("；")}{" "}
            <Why
              answer={() => ({
                title: say(words.people, ""),
                value: number(audience.people),
                formula: audience.counties.map((county) => `${county.name} ${number(county.people)}`).join(" + "),
                inputs: audience.counties.map((county) => ({
                  name: county.name,
                  value: `${number(county.people)} · ${(county.share * 100).toFixed(1)} %`,
                  source: audience.source,
                })),
              })}
            >
              {say(words.people, number(audience.people))}
            </Why>{" "}
            <span class="note">（{audience.source}）</span>
          </p>
          <Table
            label={say(words.area)}
            rows={audience.counties}
            key_of={(row) => row.code}
            empty="—"
            columns={[
              { name: say(words.county), value: (row) => row.name },
              { name: say(words.share), number: true, value: (row) => row.share, show: (row) => `${(row.share * 100).toFixed(1)} %` },
              { name: say(words.people_column), number: true, value: (row) => row.people },
            ]}
          />
          <details>
            <summary>
              {say(words.townships, number(audience.townships.length))} · {say(words.depots_inside, number(audience.depots.length))}
            </summary>
            <p class="note">{audience.townships.map((one) => one.name).join("、")}</p>
            <p class="note">{audience.depots.map((one) => one.name).join("、")}</p>
          </details>
          {audience.channels === undefined ? (
            <p class="problem">{say(words.no_channels)}</p>
          ) : (
            <>
              <Table
                label={say(words.channels)}
                rows={audience.channels}
                key_of={(row) => row.channel}
                empty={say(words.no_channels)}
                columns={[
                  { name: say(words.channels), value: (row) => row.channel },
                  { name: say(words.channel_kind), value: (row) => word_of(channel_kind_words, row.kind) },
                  { name: say(words.county), value: (row) => row.counties.map(division_name).join("、") },
                  { name: say(words.targets), number: true, value: (row) => row.targets },
                ]}
              />
              <p class={(audience.unreached ?? []).length > 0 ? "problem" : "note"}>
                {(audience.unreached ?? []).length > 0
                  ? say(words.unreached, (audience.unreached ?? []).map(division_name).join("、"))
                  : say(words.reached_all)}
              </p>
              {(audience.calls ?? []).length > 0 && (
                <details>
                  <summary>
                    {say(words.calls)} {number((audience.calls ?? []).length)}
                  </summary>
                  <ul>
                    {(audience.calls ?? []).map((site) => (
                      <li>
                        {site.name} {number(site.people)} · {site.head} {site.head_phone} · {site.duty} {site.duty_phone}
                      </li>
                    ))}
                  </ul>
                </details>
              )}
            </>
          )}
        </>
      )}
    </Panel>
  );
}
