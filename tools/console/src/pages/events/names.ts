// SPDX-License-Identifier: Apache-2.0
import { look_back_at } from "../../app/address";
import { say } from "../../words/language";
import { actor_words, due_words, figure_words, metric_words, recipient_words, unit_words } from "./words";

export function metric_name(metric: string): string {
  const word = metric_words[metric];
  return word ? say(word) : metric;
}

export function unit_name(unit: string): string {
  const word = unit_words[unit];
  return word ? say(word) : unit;
}

/** What a loss is counted in: the documents of an assessment do not say it again for each row. */
export function unit_of_metric(metric: string): string {
  if (metric.endsWith("_rooms")) {
    return "room";
  }
  if (metric.endsWith("_households")) {
    return "household";
  }
  if (metric.startsWith("crop_")) {
    return "ha";
  }
  return metric === "direct_loss" || metric.startsWith("loss_") ? "10000_CNY" : "person";
}

/** 初报, 续报, 核报; what no table knows stands as it is. */
export function report_kind(kind: string | null): string {
  switch (kind) {
    case "initial":
      return say(figure_words.first);
    case "follow_up":
      return say(figure_words.follow);
    case "final":
      return say(figure_words.final);
    default:
      return kind ?? "";
  }
}

export function due_state(state: string): string {
  switch (state) {
    case "late":
      return say(due_words.state_late);
    case "missing":
      return say(due_words.state_missing);
    case "in_time":
      return say(due_words.state_in_time);
    case "due":
    case "waiting":
      return say(due_words.state_waiting);
    default:
      return say(due_words.state_not_seen);
  }
}

/** Names of metrics in an arithmetic of the books, and the sign for "lies in". */
export function arithmetic_words(arithmetic: string): string {
  return arithmetic
    .replace(/[a-z]+(?:_[a-z]+)*/g, (word) => (metric_words[word] ? metric_name(word) : word))
    .replace(/ in ([[(])/g, " ∈ $1")
    .replace("inf)", "∞)")
    .replace(/\d{4,}/g, (digits) => Number(digits).toLocaleString("en-US"));
}

/** Whom a report goes to. */
export function recipient_name(recipient: string): string {
  const word = recipient_words[recipient];
  return word ? say(word) : recipient;
}

/** Who is to act: a desk's own word; names stand as they are. */
export function actor_name(actor: string): string {
  const word = actor_words[actor];
  return word ? say(word) : actor;
}

/** Where dispatch makes a plan of this event, by what was known at the instant looked at. */
export function plan_address(scenario: string, by_assessment: boolean): string {
  const query = new URLSearchParams({ scenario });
  if (look_back_at() !== "") {
    query.set("known", look_back_at());
  }
  if (by_assessment) {
    query.set("assess", "1");
  }
  return `/dispatch/plans?${query.toString()}`;
}
