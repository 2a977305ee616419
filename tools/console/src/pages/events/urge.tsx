// SPDX-License-Identifier: Apache-2.0
import { useId, useState } from "preact/hooks";
import type { Parameters } from "../../api/client";
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
  fields: NonNullable<SignAsk["fields"]>;
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
    fields: urged.fields,
  };
}

/** The time an answer is wanted by, typed as `1030` or `0715 1000`. */
function AnswerBy({ set }: { set: (more: Parameters) => void }) {
  const id = useId();
  const [text, set_text] = useState("");
  const bad = text !== "" && read_typed_time(text) === null;
  return (
    <div class="field">
      <label for={id}>{say(due_words.answer_by)} *</label>
      <input
        id={id}
        type="text"
        autocomplete="off"
        value={text}
        placeholder="0715 1000"
        aria-invalid={bad ? "true" : undefined}
        aria-describedby={`${id}-hint`}
        onInput={(event) => {
          const typed = event.currentTarget.value;
          const due = read_typed_time(typed);
          set_text(typed);
          set({ due: due === null ? "" : iso(due) });
        }}
      />
      <span id={`${id}-hint`} class={bad ? "bad" : "note"}>
        {say(due_words.time_hint)}
      </span>
    </div>
  );
}

export function answer_by_field(set: (more: Parameters) => void) {
  return <AnswerBy set={set} />;
}
