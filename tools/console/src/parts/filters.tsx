// SPDX-License-Identifier: Apache-2.0
import { useId } from "preact/hooks";
import { query, set_query } from "../app/address";
import { say, type Word } from "../words/language";

const filter_words = {
  all: ["全部", "All"],
} as const satisfies Record<string, Word>;

export interface FilterSpec {
  /** Its name in the address. */
  name: string;
  label: string;
  choices?: { value: string; text: string }[];
  /** Shown where the address says nothing; a choice that stands for it is not "all". */
  first?: string;
  number?: boolean;
}

/** What a list is narrowed to; the address holds it, so that a pasted link shows the same. */
export function Filters({ specs }: { specs: FilterSpec[] }) {
  const base = useId();
  return (
    <div class="table-tools">
      {specs.map((spec) => {
        const id = `${base}-${spec.name}`;
        const now = query(spec.name) || (spec.first ?? "");
        return (
          <span class="filter">
            <label for={id}>{spec.label}</label>
            {spec.choices ? (
              <select
                id={id}
                value={now}
                onChange={(event) =>
                  set_query({ [spec.name]: event.currentTarget.value === spec.first ? "" : event.currentTarget.value })
                }
              >
                {spec.first === undefined && <option value="">{say(filter_words.all)}</option>}
                {spec.choices.map((choice) => (
                  <option value={choice.value}>{choice.text}</option>
                ))}
              </select>
            ) : (
              <input
                id={id}
                type="text"
                size={spec.number ? 6 : 14}
                inputMode={spec.number ? "numeric" : "text"}
                value={now}
                onChange={(event) => {
                  const text = event.currentTarget.value.trim();
                  set_query({ [spec.name]: spec.number && !/^\d+$/.test(text) ? "" : text });
                }}
              />
            )}
          </span>
        );
      })}
    </div>
  );
}
