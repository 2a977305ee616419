// SPDX-License-Identifier: Apache-2.0
// Which verbs an order can take in its state, and what each asks for. The server decides; the page only
// does not offer what cannot be.
import type { Parameters } from "../../api/client";
import type { Fields, FieldSpec } from "../../parts/form";
import { iso, read_typed_time } from "../../time/instant";
import { common } from "../../words/common";
import { dispatch_words as words } from "../../words/dispatch";
import { say } from "../../words/language";
import type { Order } from "./document";

export interface VerbFields {
  verb: string;
  /** The command's word, where it differs from the verb on the button. */
  operation?: string;
  parameters?: Parameters;
  /** Moves stock in the books. */
  posts?: boolean;
}

const next_by_state: Record<string, VerbFields[]> = {
  draft: [{ verb: "check" }],
  checked: [{ verb: "sign" }, { verb: "oral", operation: "sign" }],
  signed: [{ verb: "accept" }, { verb: "refuse" }],
  accepted: [{ verb: "pick" }],
  picked: [{ verb: "load" }],
  loaded: [{ verb: "depart", posts: true }],
  departed: [{ verb: "arrive" }, { verb: "checkpoint" }],
  arrived: [{ verb: "receive", posts: true }],
  part_received: [{ verb: "receive", posts: true }],
  received: [{ verb: "close" }, { verb: "decide", posts: true }],
  decided: [{ verb: "close" }],
  returning: [{ verb: "return", posts: true }],
  returned: [{ verb: "close" }],
};

const before_departure = ["draft", "checked", "signed", "accepted", "picked", "loaded"];

export function verbs_of(order: Order): { next: VerbFields[]; others: VerbFields[] } {
  const others: VerbFields[] = [];
  if (before_departure.includes(order.state)) {
    others.push({ verb: "cancel" });
  }
  if (order.state === "departed") {
    others.push({ verb: "divert" }, { verb: "recall" });
  }
  const next = [...(next_by_state[order.state] ?? [])];
  if (order.papers?.owed) {
    others.push({ verb: "papers" });
  }
  return { next, others };
}

/** What a verb asks for in its dialog. */
export function specs_of(verb: string, order: Order): FieldSpec[] {
  switch (verb) {
    case "oral":
      return [
        {
          name: "oral",
          label: say(words.oral_signer),
          required: true,
          suggestions: (order.to_sign ?? []).flatMap((question) =>
            question.posts.flatMap((post) => post.holders.map((holder) => ({ value: holder.code, text: `${holder.name} ${post.post_zh}` }))),
          ),
        },
        { name: "from-call", label: say(words.call_number) },
        { name: "words", label: say(words.words_said) },
      ];
    case "load":
      return [
        { name: "truck", label: say(words.truck), required: true },
        { name: "seal", label: say(words.seal) },
        { name: "driver", label: say(words.driver) },
      ];
    case "depart":
      return [{ name: "expected", label: say(words.expected), kind: "time" }];
    case "checkpoint":
      return [{ name: "where", label: say(words.where_now), required: true }];
    case "receive":
    case "return":
      return [{ name: "line", label: say(words.counts), hint: say(words.counts_hint) }, { name: "note", label: say(words.note) }];
    case "decide":
      return [
        { name: "reason", label: say(common.reason), required: true },
        { name: "finance", label: say(words.finance) },
      ];
    case "divert":
      return [
        { name: "to", label: say(words.new_receiver), required: true },
        { name: "reason", label: say(common.reason), required: true },
      ];
    case "cancel":
    case "recall":
    case "refuse":
      return [{ name: "reason", label: say(common.reason), required: true }];
    case "papers":
      return [{ name: "paper", label: say(words.papers_due), required: true }];
    case "accept":
    case "arrive":
    case "close":
      return [{ name: "note", label: say(words.note) }];
    default:
      return [];
  }
}

/** The parameters of the command from what was typed. */
export function parameters_of(verb: string, typed: Fields): Parameters {
  const parameters: Parameters = { ...typed };
  if (typed.expected) {
    const at = read_typed_time(typed.expected);
    parameters.expected = at === null ? typed.expected : iso(at);
  }
  if (verb === "receive" || verb === "return") {
    const lines = (typed.line ?? "").split(/[\s,，;；]+/).filter((line) => line !== "");
    parameters.line = lines.length > 0 ? lines : undefined;
    // What is not named arrived whole.
    parameters.all = true;
  }
  return parameters;
}
