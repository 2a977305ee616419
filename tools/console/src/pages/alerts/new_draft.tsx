// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { catalogue } from "../../api/catalogue";
import { act, new_key, type Parameters } from "../../api/client";
import { Problem } from "../../api/problem";
import { go } from "../../app/address";
import { ActButton } from "../../parts/act_button";
import { Form, use_draft, type Fields, type FieldSpec } from "../../parts/form";
import { level_words, Plate, type WarningLevel } from "../../parts/marks";
import { ProblemBox } from "../../parts/panel";
import { iso, read_typed_time } from "../../time/instant";
import { alert_words as words, hazard_words } from "../../words/alerts";
import { say } from "../../words/language";
import { word_of } from "../ledger/document";
import type { AlertCase } from "./document";

export const levels: WarningLevel[] = ["red", "orange", "yellow", "blue"];

/** What the facts of a warning are typed into; the words are written from them by the server. */
export function fact_specs(): FieldSpec[] {
  return [
    {
      name: "hazard",
      label: say(words.hazard),
      required: true,
      choices: Object.keys(hazard_words).map((value) => ({ value, text: word_of(hazard_words, value) })),
    },
    { name: "place", label: say(words.area), required: true, hint: say(words.area_hint) },
    { name: "circle", label: say(words.circle), hint: "126.5,43.67,20" },
    { name: "onset", label: say(words.onset), kind: "time", hint: "0713 2030" },
    { name: "expires", label: say(words.expires), kind: "time", hint: "0714 0800" },
    { name: "reason", label: say(words.reason) },
  ];
}

/** The first place the divisions do not know; "" where all are known. Homonyms are the server's to tell. */
export function unknown_place(text: string): string {
  const divisions = catalogue.value?.divisions ?? [];
  return (
    text
      .split(/[\s、,，]+/)
      .filter((part) => part)
      .find(
        (part) =>
          divisions.length > 0 &&
          !divisions.some((one) => one.code === part || one.name.startsWith(part) || one.name_en.toLowerCase() === part.toLowerCase()),
      ) ?? ""
  );
}

export function fact_parameters(fields: Fields): Parameters {
  const time = (name: string) => {
    const at = read_typed_time(fields[name] ?? "");
    return at === null ? undefined : iso(at);
  };
  return {
    hazard: fields.hazard,
    colour: fields.colour,
    place: (fields.place ?? "").split(/[\s、,，]+/).filter((part) => part),
    circle: (fields.circle ?? "").trim() ? [(fields.circle ?? "").trim()] : undefined,
    onset: time("onset"),
    expires: time("expires"),
    reason: fields.reason,
  };
}

/** The plate of each colour as a choice: word, shape and colour. */
export function ColourChoice({ value, on_change }: { value: string; on_change: (level: WarningLevel) => void }) {
  return (
    <fieldset class="colour-choice">
      <legend>
        {say(words.colour)} <span title="*">*</span>
      </legend>
      {levels.map((level) => (
        <label class="tick">
          <input type="radio" name="colour" value={level} checked={value === level} onChange={() => on_change(level)} />
          <Plate level={level} />
        </label>
      ))}
    </fieldset>
  );
}

export function NewDraft() {
  const draft = use_draft("alerts.draft", {});
  const [busy, set_busy] = useState(false);
  const [problem, set_problem] = useState<Problem | null>(null);
  const [told, set_told] = useState("");
  const { fields } = draft;
  const colour = fields.colour as WarningLevel | undefined;
  const send = () => {
    const unknown = unknown_place(fields.place ?? "");
    if (unknown) {
      set_told(say(words.area_wrong, unknown));
      return;
    }
    set_told("");
    set_busy(true);
    set_problem(null);
    act<AlertCase>("alert draft", { ...fact_parameters(fields), exercise: fields.exercise === "yes" }, new_key())
      .then((answer) => {
        draft.forget();
        go(`/alerts/${answer.document.warning}`);
      })
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
    <section class="panel" data-panel tabIndex={-1} aria-label={say(words.draft_one)}>
      <h2>{say(words.draft_one)}</h2>
      <ColourChoice value={fields.colour ?? ""} on_change={(level) => draft.set({ colour: level })} />
      <Form
        label={say(words.draft_one)}
        specs={[
          ...fact_specs(),
          { name: "exercise", label: say(words.exercise), choices: [{ value: "yes", text: say(words.is_exercise) }] },
        ]}
        fields={fields}
        on_change={draft.set}
        on_submit={send}
        kept_at={draft.kept_at}
      >
        <ul class="note">
          <li>{say(words.generated)}</li>
          <li>{say(words.people_after)}</li>
          <li>{say(words.minutes_by_colour)}</li>
        </ul>
        {told && (
          <p class="problem" role="alert">
            {told}
          </p>
        )}
        {problem && <ProblemBox problem={problem} />}
        <div class="acts">
          <ActButton primary submit busy={busy} on_press={send} off={colour ? "" : say(words.colour)}>
            {say(words.keep_draft, fields.hazard ? word_of(hazard_words, fields.hazard) : "—", colour ? say(level_words[colour]) : "—")}
          </ActButton>
        </div>
      </Form>
    </section>
  );
}
