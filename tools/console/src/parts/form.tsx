// SPDX-License-Identifier: Apache-2.0
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { person_name } from "../app/state";
import { clock_time, read_typed_time, server_now } from "../time/instant";
import { common } from "../words/common";
import { say, type Word } from "../words/language";

export type Fields = Record<string, string>;

export interface FieldSpec {
  name: string;
  label: string;
  unit?: string;
  required?: boolean;
  kind?: "text" | "number" | "time" | "long" | "password";
  choices?: { value: string; text: string }[];
  suggestions?: { value: string; text: string }[];
  hint?: string;
}

const form_words = {
  needed: ["要填", "Must be filled in"],
  number: ["应为整数，如 5000", "A whole number, such as 5000"],
  time: ["应为时间，如 0715 1000 或 1000", "A time, such as 0715 1000 or 1000"],
  choice: ["应从列表选", "One of the list"],
} as const satisfies Record<string, Word>;

/** What is wrong with a field, or "". */
export function fault_of(spec: FieldSpec, value: string): string {
  const text = value.trim();
  if (text === "") {
    return spec.required ? say(form_words.needed) : "";
  }
  if (spec.kind === "number" && !/^\d+$/.test(text.replaceAll(",", ""))) {
    return say(form_words.number);
  }
  if (spec.kind === "time" && read_typed_time(text) === null) {
    return say(form_words.time);
  }
  if (spec.choices && !spec.choices.some((choice) => choice.value === text)) {
    return say(form_words.choice);
  }
  return "";
}

const keep_ms = 2_000;
const forget_ms = 24 * 3600_000;

function draft_key(name: string): string {
  return `relief.draft.${person_name.value}.${name}`;
}

/** Wipes what this person has begun on this machine (at log-out). */
export function forget_drafts(): void {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith("relief.draft.")) {
      localStorage.removeItem(key);
    }
  }
}

/**
 * The values of a form, kept on this machine each two seconds under the person's name, so that a cut,
 * a reload or a lock loses nothing. Kept for a day at most.
 */
export function use_draft(name: string, first: Fields) {
  const [fields, set_fields] = useState<Fields>(() => {
    try {
      const kept = JSON.parse(localStorage.getItem(draft_key(name)) ?? "") as { at: number; fields: Fields };
      if (Date.now() - kept.at < forget_ms) {
        return { ...first, ...kept.fields };
      }
    } catch {
      // none was kept
    }
    return first;
  });
  const [kept_at, set_kept_at] = useState("");
  const latest = useRef(fields);
  latest.current = fields;
  const is_changed = useRef(false);
  useEffect(() => {
    const keep = () => {
      if (is_changed.current) {
        localStorage.setItem(draft_key(name), JSON.stringify({ at: Date.now(), fields: latest.current }));
        is_changed.current = false;
        set_kept_at(clock_time(server_now()));
      }
    };
    const timer = setInterval(keep, keep_ms);
    addEventListener("pagehide", keep);
    return () => {
      clearInterval(timer);
      removeEventListener("pagehide", keep);
      keep();
    };
  }, [name]);
  return {
    fields,
    kept_at,
    set: (changes: Fields) => {
      is_changed.current = true;
      set_fields((now) => ({ ...now, ...changes }));
    },
    forget: () => {
      is_changed.current = false;
      localStorage.removeItem(draft_key(name));
      set_fields(first);
    },
  };
}

interface FormProps {
  label: string;
  specs: FieldSpec[];
  fields: Fields;
  on_change: (changes: Fields) => void;
  on_submit: () => void;
  kept_at?: string;
  children?: ComponentChildren;
}

/**
 * Labels above, units inside, each field checked when it is left; on sending the faults stand on top and
 * lead to their fields. Ctrl+Enter sends from anywhere in it; an Enter that picks a word of an input
 * method never does.
 */
export function Form(props: FormProps) {
  const [left, set_left] = useState<Record<string, boolean>>({});
  const [tried, set_tried] = useState(false);
  const base = useId();
  const id_of = (name: string) => `${base}-${name}`;
  const faults = props.specs.flatMap((spec) => {
    const fault = fault_of(spec, props.fields[spec.name] ?? "");
    return fault ? [{ spec, fault }] : [];
  });
  const send = () => {
    set_tried(true);
    const first = faults[0];
    if (first) {
      document.getElementById(id_of(first.spec.name))?.focus();
    } else {
      props.on_submit();
    }
  };
  return (
    <form
      aria-label={props.label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onKeyDown={(event) => {
        const composing = event.isComposing || event.keyCode === 229;
        if (event.code === "Enter" && composing) {
          event.preventDefault();
        } else if (event.code === "Enter" && event.ctrlKey) {
          event.preventDefault();
          send();
        }
      }}
    >
      {tried && faults.length > 0 && (
        <div class="problem" role="alert">
          <p>{say(common.errors_found, faults.length)}</p>
          <ul>
            {faults.map(({ spec, fault }) => (
              <li>
                <a
                  href={`#${id_of(spec.name)}`}
                  onClick={(event) => {
                    event.preventDefault();
                    event.stopPropagation();
                    document.getElementById(id_of(spec.name))?.focus();
                  }}
                >
                  {spec.label}: {fault}
                </a>
              </li>
            ))}
          </ul>
        </div>
      )}
      <div class="fields">
        {props.specs.map((spec) => (
          <Field
            spec={spec}
            id={id_of(spec.name)}
            value={props.fields[spec.name] ?? ""}
            fault={tried || left[spec.name] ? fault_of(spec, props.fields[spec.name] ?? "") : ""}
            on_change={(value) => props.on_change({ [spec.name]: value })}
            on_leave={() => set_left((now) => ({ ...now, [spec.name]: (props.fields[spec.name] ?? "") !== "" || now[spec.name] === true }))}
          />
        ))}
      </div>
      {props.children}
      {props.kept_at && <p class="note">{say(common.draft_kept, props.kept_at)}</p>}
    </form>
  );
}

interface FieldProps {
  spec: FieldSpec;
  id: string;
  value: string;
  fault: string;
  on_change: (value: string) => void;
  on_leave: () => void;
}

export function Field({ spec, id, value, fault, on_change, on_leave }: FieldProps) {
  const shared = {
    id,
    name: spec.name,
    value,
    required: spec.required,
    "aria-invalid": fault ? ("true" as const) : undefined,
    "aria-describedby": fault ? `${id}-bad` : spec.hint ? `${id}-hint` : undefined,
    onBlur: on_leave,
  };
  return (
    <div class="field">
      <label for={id}>
        {spec.label}
        {spec.required && <span title={say(common.required)}> *</span>}
        {spec.unit && <span class="note">（{spec.unit}）</span>}
      </label>
      {spec.choices ? (
        <select {...shared} onChange={(event) => on_change(event.currentTarget.value)}>
          <option value="" />
          {spec.choices.map((choice) => (
            <option value={choice.value}>{choice.text}</option>
          ))}
        </select>
      ) : spec.kind === "long" ? (
        <textarea {...shared} onInput={(event) => on_change(event.currentTarget.value)} />
      ) : spec.kind === "password" ? (
        <input
          {...shared}
          type="password"
          autocomplete="current-password"
          onInput={(event) => on_change(event.currentTarget.value)}
        />
      ) : (
        <input
          {...shared}
          type="text"
          inputMode={spec.kind === "number" ? "numeric" : "text"}
          autocomplete="off"
          list={spec.suggestions ? `${id}-list` : undefined}
          onInput={(event) => on_change(event.currentTarget.value)}
        />
      )}
      {spec.suggestions && (
        <datalist id={`${id}-list`}>
          {spec.suggestions.map((one) => (
            <option value={one.value}>{one.text}</option>
          ))}
        </datalist>
      )}
      {spec.hint && !fault && (
        <span id={`${id}-hint`} class="note">
          {spec.hint}
        </span>
      )}
      {fault && (
        <span id={`${id}-bad`} class="bad">
          {fault}
        </span>
      )}
    </div>
  );
}
