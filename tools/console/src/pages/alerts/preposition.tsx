// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { work } from "../../api/client";
import { Problem } from "../../api/problem";
import { ActButton } from "../../parts/act_button";
import { estimate, FlagMark, number } from "../../parts/marks";
import { ProblemBox } from "../../parts/panel";
import { Table } from "../../parts/table";
import { Why } from "../../parts/why";
import { date_time } from "../../time/instant";
import { alert_words as words } from "../../words/alerts";
import { say } from "../../words/language";
import type { AlertCase } from "./document";

interface PrepositionDocument {
  at: string;
  people: number;
  assumed: { rule: string; affected_share: number; relocated_ratio: number; source: string; flag: string } | null;
  counties: { code: string; name: string; people: number; p10: number; p50: number; p90: number }[];
  if_it_comes: {
    persons_earlier: number;
    persons_by_onset: number;
    hours_gained: number;
    places: { place: string; name: string; persons: number; persons_by_onset: number; hours_gained: number; first_arrival: string | null }[];
  } | null;
  if_it_does_not: { lorry_km: number; lorries: number; kg: number } | null;
  plan: { needs: number; shipments: unknown[]; unmet: unknown[]; gap: number } | null;
}

/** Beside a released red or orange warning: what may be sent before it comes, and what that costs if it does not. */
export function Preposition({ one }: { one: AlertCase }) {
  const [busy, set_busy] = useState(false);
  const [problem, set_problem] = useState<Problem | null>(null);
  const [made, set_made] = useState<PrepositionDocument | null>(null);
  const make = () => {
    set_busy(true);
    set_problem(null);
    work<PrepositionDocument>("alert preposition", { warning: one.warning }, () => {})
      .answer.then((answer) => set_made(answer.document))
      .catch((failure: unknown) => {
        if (failure instanceof Problem) {
          set_problem(failure);
        } else {
          throw failure;
        }
      })
      .finally(() => set_busy(false));
  };
  return (
    <section aria-label={say(words.preposition)}>
      <h3>{say(words.preposition)}</h3>
      <div class="acts">
        <ActButton busy={busy} on_press={make}>
          {say(words.preposition_make)} {one.warning}
        </ActButton>
        <span class="note">{say(words.preposition_note)}</span>
      </div>
      {problem && <ProblemBox problem={problem} />}
      {made && <Proposal made={made} />}
    </section>
  );
}

function Proposal({ made }: { made: PrepositionDocument }) {
  const { if_it_comes: comes, if_it_does_not: not, plan, assumed } = made;
  return (
    <div role="status">
      <Table
        label={say(words.people_leave)}
        rows={made.counties}
        key_of={(row) => row.code}
        empty="—"
        columns={[
          { name: say(words.county), value: (row) => row.name },
          { name: say(words.people_column), number: true, value: (row) => row.people },
          {
            name: say(words.people_leave),
            number: true,
            value: (row) => row.p50,
            show: (row) => (
              <Why
                answer={() => ({
                  title: `${row.name} ${say(words.people_leave)}`,
                  value: `${number(row.p50)}（${number(row.p10)}–${number(row.p90)}）`,
                  formula: assumed ? `${number(row.people)} × ${assumed.affected_share} × ${assumed.relocated_ratio}` : "—",
                  inputs: assumed
                    ? [{ name: say(words.reason), value: assumed.source, rule: assumed.rule, flag: assumed.flag }]
                    : [],
                })}
              >
                {estimate(row.p50)}（{estimate(row.p10)}–{estimate(row.p90)}）
              </Why>
            ),
          },
          {
            name: say(words.first_arrival),
            value: (row) => comes?.places.find((place) => place.place === row.code)?.first_arrival ?? null,
            show: (row) => date_time(comes?.places.find((place) => place.place === row.code)?.first_arrival),
          },
        ]}
      />
      <p>
        {plan && say(words.plan_has, plan.needs, plan.shipments.length, plan.unmet.length, (plan.gap * 100).toFixed(2))}{" "}
        <FlagMark flag={assumed?.flag} />
      </p>
      <p>
        <b>{say(words.if_comes)}</b>:{" "}
        {comes ? say(words.earlier, estimate(comes.persons_earlier), comes.hours_gained, estimate(comes.persons_by_onset)) : "—"}
      </p>
      <p>
        <b>{say(words.if_not)}</b>:{" "}
        {not ? say(words.in_vain, number(Math.round(not.lorry_km)), number(not.lorries), number(Math.round(not.kg))) : "—"}
      </p>
    </div>
  );
}
