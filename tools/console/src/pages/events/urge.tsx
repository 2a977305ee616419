// SPDX-License-Identifier: Apache-2.0
import { person_name } from "../../app/state";
import type { SignAsk } from "../../parts/sign_dialog";
import { iso, read_typed_time } from "../../time/instant";
import { say } from "../../words/language";
import { due_words } from "./words";

interface Urged {
  event: string;
  title: string;
  to: string;
  words: string;
}

/** Something asked of somebody with a time: it stands on the duty desk until it is answered. */
export function urge_sign(urged: Urged): SignAsk {
  return {
    title: urged.title,
    verb: urged.title,
    what: urged.words,
    from_to: `${say(due_words.duty_room)} → ${urged.to}`,
    at_once: say(due_words.urge_at_once),
    operation: "duty ask",
    parameters: { event: urged.event, by: person_name.value, to: urged.to, words: urged.words, kind: "question" },
    specs: [{ name: "due", label: say(due_words.answer_by), kind: "time", required: true, hint: say(due_words.time_hint) }],
    parameters_of: (typed) => {
      const due = read_typed_time(typed.due ?? "");
      return { due: due === null ? "" : iso(due) };
    },
  };
}
