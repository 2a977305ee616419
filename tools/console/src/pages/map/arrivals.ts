// SPDX-License-Identifier: Apache-2.0
// How much of a place's need had been sent and had arrived at each moment: the situation as it was
// known then, asked moment by moment. What was known then does not change, so each is asked once.
import { useEffect, useRef, useState } from "preact/hooks";
import { ask } from "../../api/client";
import { Problem } from "../../api/problem";
import { to_ms } from "../../time/instant";
import { number_of, text_of, type Moment, type Situation } from "./document";

export interface ArrivalPoint {
  at: string;
  people: number | null;
  sent: number | null;
  covered: number | null;
}

const moments_most = 16;
const changes = ["order.depart", "order.arrive", "order.receive", "order.divert", "order.recall", "report.add", "incident.open"];

/** The moments at which sent and received can have changed, the newest ones. */
export function moments_of_arrivals(moments: Moment[], until: string): string[] {
  const times = moments
    .filter((moment) => changes.includes(moment.kind) && (to_ms(moment.at) ?? 0) <= (to_ms(until) ?? 0))
    .map((moment) => moment.at);
  return [...new Set(times)].sort().slice(-moments_most);
}

function point_of(situation: Situation, county: string, at: string): ArrivalPoint {
  const need = situation.layers.find((layer) => layer.id === "needs")?.features.find((feature) => text_of(feature.properties, "county") === county);
  return {
    at,
    people: need ? number_of(need.properties, "people") : null,
    sent: need ? number_of(need.properties, "sent_share") : null,
    covered: need ? number_of(need.properties, "covered_share") : null,
  };
}

export interface Arrivals {
  points: ArrivalPoint[];
  /** How many of how many moments have been read. */
  read: number;
  of: number;
  problem: Problem | null;
}

/** `county` "": nothing is asked yet. */
export function use_arrivals(situation: Situation | null, county: string): Arrivals {
  const known = useRef(new Map<string, Situation>());
  const [read, set_read] = useState(0);
  const [problem, set_problem] = useState<Problem | null>(null);
  const times = situation && county !== "" ? moments_of_arrivals(situation.events, situation.at) : [];
  const key = times.join(" ");
  useEffect(() => {
    const stop = new AbortController();
    const follow = async () => {
      for (const at of times) {
        if (!known.current.has(at)) {
          known.current.set(at, (await ask<Situation>("situation", { at }, stop.signal)).document);
        }
        set_read((count) => count + 1);
      }
    };
    follow().catch((failure: unknown) => {
      if (!stop.signal.aborted && failure instanceof Problem) {
        set_problem(failure);
      }
    });
    return () => stop.abort();
  }, [key]);
  void read;
  const points = times.flatMap((at) => {
    const then = known.current.get(at);
    return then ? [point_of(then, county, at)] : [];
  });
  if (situation && points.length === times.length && times.length > 0) {
    points.push(point_of(situation, county, situation.at));
  }
  return { points, read: points.length, of: times.length, problem };
}
