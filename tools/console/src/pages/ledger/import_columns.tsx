// SPDX-License-Identifier: Apache-2.0
import { Field, type Fields, type FieldSpec } from "../../parts/form";
import { field_words, import_words as words } from "../../words/imports";
import { say } from "../../words/language";
import { word_of } from "./document";
import type { ImportDocument } from "./imports";

interface ColumnEditorProps {
  /** null where no header was found: headings are typed. */
  document: ImportDocument | null;
  fields: Fields;
  columns: Record<string, string>;
  on_fields: (changes: Fields) => void;
  on_columns: (columns: Record<string, string>) => void;
  on_read: () => void;
}

/** 改对应: what each column means, which worksheet, how dates and packs are read. */
export function ColumnEditor({ document, fields, columns, on_fields, on_columns, on_read }: ColumnEditorProps) {
  const meanings = Object.keys(field_words).filter((field) => field !== "");
  const specs: FieldSpec[] = [
    ...(document && document.other_sheets.length > 0
      ? [
          {
            name: "sheet",
            label: say(words.sheet),
            choices: [document.sheet, ...document.other_sheets].map((name) => ({ value: name, text: name })),
          },
        ]
      : []),
    {
      name: "date_order",
      label: say(words.date_order),
      choices: [
        { value: "mdy", text: say(words.month_first) },
        { value: "dmy", text: say(words.day_first) },
      ],
    },
    {
      name: "quantity",
      label: say(words.pack_meaning),
      choices: [
        { value: "pieces", text: say(words.pieces) },
        { value: "packs", text: say(words.packs) },
      ],
    },
    { name: "pack", label: say(words.agreed_packs) },
    ...(document ? [] : [{ name: "columns", label: say(words.column_text), kind: "long" as const }]),
  ];
  return (
    <div class="mapping">
      {document && (
        <div class="fields">
          {document.columns.map((column) => (
            <div class="field">
              <label for={`column-${column.column}`}>
                {column.column} {column.title}
              </label>
              <select
                id={`column-${column.column}`}
                value={columns[column.title] ?? column.field}
                onChange={(event) => on_columns({ ...columns, [column.title]: event.currentTarget.value })}
              >
                {column.field === "" && <option value="">{word_of(field_words, "")}</option>}
                {meanings.map((field) => (
                  <option value={field}>{word_of(field_words, field)}</option>
                ))}
              </select>
            </div>
          ))}
        </div>
      )}
      <div class="fields">
        {specs.map((spec) => (
          <Field
            spec={spec}
            id={`mapping-${spec.name}`}
            value={fields[spec.name] ?? ""}
            fault=""
            on_change={(value) => on_fields({ [spec.name]: value })}
            on_leave={() => {}}
          />
        ))}
      </div>
      <button type="button" onClick={on_read}>
        {say(words.read_again)}
      </button>
    </div>
  );
}
