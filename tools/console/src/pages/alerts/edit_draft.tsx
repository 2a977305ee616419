// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { catalogue } from "../../api/catalogue";
import { act, new_key, upload } from "../../api/client";
import { Problem } from "../../api/problem";
import { go } from "../../app/address";
import { ActButton } from "../../parts/act_button";
import { Form, type Fields, type FieldSpec } from "../../parts/form";
import { ProblemBox } from "../../parts/panel";
import { in_beijing, to_ms } from "../../time/instant";
import { alert_words as words } from "../../words/alerts";
import { say } from "../../words/language";
import { standing, type AlertCase } from "./document";
import { ColourChoice, fact_parameters, fact_specs, unknown_place } from "./new_draft";

/** An instant as it is typed: 2017-07-13 20:30. */
function typed_time(instant: string): string {
  const at = in_beijing(to_ms(instant) ?? 0);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${at.year}-${two(at.month)}-${two(at.day)} ${two(at.hour)}:${two(at.minute)}`;
}

const text_fields = ["headline", "description", "instruction"] as const;

/** Changing a draft: what it voids is said before, and stands in the button. */
export function EditDraft({ one, again }: { one: AlertCase; again: () => void }) {
  const signed = standing(one).length;
  const [facts, set_facts] = useState<Fields>({
    hazard: one.hazard,
    colour: one.colour,
    // Chinese names whatever the screen says: they are what the divisions are known by.
    place: one.draft.area.codes.map((code) => catalogue.value?.divisions.find((division) => division.code === code)?.name ?? code).join(" "),
    circle: one.draft.area.circles.map((circle) => `${circle.centre.join(",")},${circle.radius_km}`).join(" "),
    onset: typed_time(one.draft.onset),
    expires: typed_time(one.draft.expires),
    reason: one.draft.reason,
  });
  const [texts, set_texts] = useState<Fields>(
    Object.fromEntries(one.draft.texts.flatMap((text) => text_fields.map((field) => [`${text.language}|${field}`, text[field]]))),
  );
  const [busy, set_busy] = useState(false);
  const [problem, set_problem] = useState<Problem | null>(null);
  const [told, set_told] = useState("");
  const run = (doing: () => Promise<unknown>) => {
    set_busy(true);
    set_problem(null);
    doing()
      .then(() => {
        again();
        go(`/alerts/${one.warning}`);
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
  const send_facts = () => {
    const unknown = unknown_place(facts.place ?? "");
    set_told(unknown ? say(words.area_wrong, unknown) : "");
    if (!unknown) {
      run(() => act("alert edit", { warning: one.warning, ...fact_parameters(facts) }, new_key()));
    }
  };
  const send_texts = () => {
    const draft = {
      ...one.draft,
      texts: one.draft.texts.map((text) => ({
        ...text,
        ...Object.fromEntries(text_fields.map((field) => [field, texts[`${text.language}|${field}`] ?? ""])),
      })),
    };
    const file = new Blob([JSON.stringify({ schema: "relief.alert_draft/1", draft })], { type: "application/json" });
    run(() =>
      upload(file, `${one.warning}.json`).then((id) => act("alert edit", { warning: one.warning, file: id }, new_key())),
    );
  };
  const text_specs: FieldSpec[] = one.draft.texts.flatMap((text) =>
    text_fields.map((field): FieldSpec => ({
      name: `${text.language}|${field}`,
      label: `${say(words[field])}（${say(text.language.startsWith("zh") ? words.changed_text : words.changed_text_en)}）`,
      required: true,
      kind: "long",
    })),
  );
  const label = signed > 0 ? say(words.keep_edit, one.warning, signed) : `${say(words.edit)} ${one.warning}`;
  return (
    <div class="columns">
      <p class={signed > 0 ? "problem" : "note"} role="status">
        {signed > 0 ? `▲ ${say(words.edit_voids, signed)}` : say(words.edit_free)}
      </p>
      {problem && <ProblemBox problem={problem} />}
      <section aria-label={say(words.edit_facts)}>
        <h3>{say(words.edit_facts)}</h3>
        <ColourChoice value={facts.colour ?? ""} on_change={(colour) => set_facts({ ...facts, colour })} />
        <Form
          label={say(words.edit_facts)}
          specs={fact_specs()}
          fields={facts}
          on_change={(changes) => set_facts({ ...facts, ...changes })}
          on_submit={send_facts}
        >
          <p class="note">{say(words.generated)}</p>
          {told && (
            <p class="problem" role="alert">
              {told}
            </p>
          )}
          <div class="acts">
            <ActButton primary submit busy={busy} on_press={send_facts}>
              {label}
            </ActButton>
            <a class="button" href={`/alerts/${one.warning}`}>
              {one.warning}
            </a>
          </div>
        </Form>
      </section>
      <section aria-label={say(words.edit_text)}>
        <h3>{say(words.edit_text)}</h3>
        <Form
          label={say(words.edit_text)}
          specs={text_specs}
          fields={texts}
          on_change={(changes) => set_texts({ ...texts, ...changes })}
          on_submit={send_texts}
        >
          <div class="acts">
            <ActButton submit busy={busy} on_press={send_texts}>
              {say(words.edit_text)}：{label}
            </ActButton>
          </div>
        </Form>
      </section>
    </div>
  );
}
