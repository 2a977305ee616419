// SPDX-License-Identifier: Apache-2.0
import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { common } from "../words/common";
import { language, say } from "../words/language";

export interface Column<Row> {
  name: string;
  /** What is sorted, filtered, added up and copied. */
  value: (row: Row) => string | number | null;
  /** What is shown; the value where it is left out. */
  show?: (row: Row) => ComponentChildren;
  number?: boolean;
  /** Adds up what is shown, in the foot. */
  total?: boolean;
}

interface TableProps<Row> {
  label: string;
  rows: Row[];
  columns: Column<Row>[];
  key_of: (row: Row) => string;
  row_class?: (row: Row) => string;
  selected?: string;
  on_open?: (row: Row) => void;
  /** Why it is empty, and what to do next. */
  empty: string;
  /** The pixels it may take before it scrolls by itself. */
  height?: number;
  tools?: ComponentChildren;
  filter?: boolean;
}

const row_height = 29;
/** Beyond so many rows only those in view stand in the page. */
const windowed_from = 300;

function text_of(value: string | number | null): string {
  return value === null ? "—" : typeof value === "number" ? value.toLocaleString("en-US") : value;
}

/** All that a row shows, in one text to look in. Plain digits are found as well as those with commas. */
function search_text<Row>(row: Row, columns: Column<Row>[]): string {
  return columns
    .map((column) => column.value(row))
    .map((value) => (typeof value === "number" ? `${value} ${value > 999 ? text_of(value) : ""}` : (value ?? "")))
    .join("\n")
    .toLowerCase();
}

const by_sign = new Intl.Collator("zh-CN");

function compare(a: string | number | null, b: string | number | null): number {
  if (a === null || b === null) {
    return a === b ? 0 : a === null ? 1 : -1;
  }
  return typeof a === "number" && typeof b === "number"
    ? a - b
    : by_sign.compare(String(a), String(b));
}

/**
 * A table one can sort, filter and walk by key (J K or arrows, Enter opens). New rows wait while it has
 * pointer or focus, so that nothing moves under the hand.
 */
export function Table<Row>(props: TableProps<Row>) {
  const [sort, set_sort] = useState<{ column: number; down: boolean } | null>(null);
  const [filter, set_filter] = useState("");
  const [held, set_held] = useState<Row[] | null>(null);
  const [top, set_top] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const rows = held ?? props.rows;
  const waiting = held === null ? 0 : props.rows.length - held.length;

  const wanted = filter.trim().toLowerCase();
  const is_filtered = wanted !== "";
  const texts = useMemo(
    () => (is_filtered ? rows.map((row) => search_text(row, props.columns)) : []),
    [rows, is_filtered, language.value],
  );
  const shown = useMemo(() => {
    const kept = is_filtered ? rows.filter((_, index) => texts[index]?.includes(wanted)) : rows;
    const column = sort && props.columns[sort.column];
    if (!column) {
      return kept;
    }
    const sign = sort.down ? -1 : 1;
    return [...kept].sort((a, b) => sign * compare(column.value(a), column.value(b)));
    // Columns are made anew with each drawing and say the same.
  }, [rows, texts, wanted, sort]);

  const hold = () => set_held((now) => now ?? props.rows);
  const let_go = () => set_held(null);
  // What was held is shown as long as it is the same list with more rows; other changes are let through.
  useEffect(() => {
    if (held !== null && props.rows.length <= held.length) {
      set_held(props.rows);
    }
  }, [props.rows]);

  const is_windowed = shown.length > windowed_from;
  const height = props.height ?? (is_windowed ? 520 : undefined);
  const first = is_windowed ? Math.max(0, Math.floor(top / row_height) - 10) : 0;
  const count = is_windowed ? Math.ceil((height ?? 520) / row_height) + 20 : shown.length;
  const visible = shown.slice(first, first + count);

  const walk = (event: KeyboardEvent) => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    const row = (event.target as Element).closest("tr[data-row]");
    const step = event.code === "ArrowDown" || event.code === "KeyJ" ? 1 : event.code === "ArrowUp" || event.code === "KeyK" ? -1 : 0;
    if (row && step !== 0) {
      event.preventDefault();
      event.stopPropagation();
      const next = (step > 0 ? row.nextElementSibling : row.previousElementSibling) as HTMLElement | null;
      next?.focus();
    } else if (row && event.target === row && event.code === "Enter" && props.on_open) {
      const found = shown.find((one) => props.key_of(one) === row.getAttribute("data-row"));
      if (found) {
        event.preventDefault();
        props.on_open(found);
      }
    }
  };

  const totals = props.columns.some((column) => column.total);
  return (
    <div onPointerEnter={hold} onPointerLeave={let_go} onFocusIn={hold} onFocusOut={let_go} onKeyDown={walk}>
      {(props.filter || props.tools || waiting > 0) && (
        <div class="table-tools">
          {props.filter && (
            <input
              type="search"
              aria-label={`${say(common.filter)} ${props.label}`}
              placeholder={say(common.filter)}
              value={filter}
              onInput={(event) => set_filter(event.currentTarget.value)}
            />
          )}
          <span class="note">{say(common.rows, shown.length.toLocaleString("en-US"))}</span>
          {waiting > 0 && (
            <button type="button" onClick={() => set_held(props.rows)}>
              {say(common.new_rows, waiting)}
            </button>
          )}
          {props.tools}
        </div>
      )}
      {shown.length === 0 ? (
        <p class="empty">{props.empty}</p>
      ) : (
        <div
          class="table-box"
          ref={box}
          tabIndex={height === undefined ? undefined : 0}
          role={height === undefined ? undefined : "region"}
          aria-label={height === undefined ? undefined : props.label}
          style={height === undefined ? undefined : { maxHeight: `${height}px` }}
          onScroll={is_windowed ? (event) => set_top(event.currentTarget.scrollTop) : undefined}
        >
          <table aria-label={props.label} aria-rowcount={shown.length}>
            <thead>
              <tr>
                {props.columns.map((column, index) => column.name === "" ? <td /> : (
                  <th
                    scope="col"
                    class={column.number ? "number" : ""}
                    aria-sort={sort?.column === index ? (sort.down ? "descending" : "ascending") : "none"}
                  >
                    <button
                      type="button"
                      onClick={() =>
                        set_sort((now) => ({ column: index, down: now?.column === index ? !now.down : false }))
                      }
                    >
                      {column.name}
                      {sort?.column === index ? (sort.down ? " ▼" : " ▲") : ""}
                    </button>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {first > 0 && (
                <tr aria-hidden="true">
                  <td colSpan={props.columns.length} style={{ height: `${first * row_height}px`, padding: 0 }} />
                </tr>
              )}
              {visible.map((row) => (
                <tr
                  key={props.key_of(row)}
                  data-row={props.key_of(row)}
                  tabIndex={props.on_open ? 0 : undefined}
                  class={props.row_class?.(row) ?? ""}
                  aria-current={props.selected !== undefined && props.selected === props.key_of(row) ? "true" : undefined}
                  onClick={
                    props.on_open &&
                    ((event) => {
                      if (!(event.target as Element).closest("button, a, input, select")) {
                        props.on_open?.(row);
                      }
                    })
                  }
                >
                  {props.columns.map((column) => (
                    <td class={column.number ? "number" : ""}>
                      {column.show ? column.show(row) : text_of(column.value(row))}
                    </td>
                  ))}
                </tr>
              ))}
              {is_windowed && first + count < shown.length && (
                <tr aria-hidden="true">
                  <td
                    colSpan={props.columns.length}
                    style={{ height: `${(shown.length - first - count) * row_height}px`, padding: 0 }}
                  />
                </tr>
              )}
            </tbody>
            {totals && (
              <tfoot>
                <tr>
                  {props.columns.map((column, index) => (
                    <td class={column.number ? "number" : ""}>
                      {column.total
                        ? text_of(shown.reduce((sum, row) => sum + Number(column.value(row) ?? 0), 0))
                        : index === 0
                          ? say(common.total)
                          : ""}
                    </td>
                  ))}
                </tr>
              </tfoot>
            )}
          </table>
        </div>
      )}
    </div>
  );
}
