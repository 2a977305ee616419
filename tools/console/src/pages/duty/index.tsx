// SPDX-License-Identifier: Apache-2.0
// 值班台: is anything wrong, and what is due.
import { useState } from "preact/hooks";
import { name_of } from "../../api/catalogue";
import { use_ask } from "../../api/use_ask";
import { query, set_query } from "../../app/address";
import { person_name } from "../../app/state";
import { ActButton } from "../../parts/act_button";
import { Countdown } from "../../parts/marks";
import { Panel } from "../../parts/panel";
import { SignDialog, type SignAsk } from "../../parts/sign_dialog";
import { Table, type Column } from "../../parts/table";
import { Why } from "../../parts/why";
import { age, date_time } from "../../time/instant";
import { duty_words as words } from "../../words/duty";
import { language, say } from "../../words/language";
import type { Board, QueueItem } from "./document";
import { Questions } from "./questions";
import { tile_names, Tiles } from "./tiles";

/** A week: what is late by more is no longer of this night. */
const routine_after_minutes = 7 * 24 * 60;
const stale_ms = 5 * 60_000;

/** Ticks of the take-over check, kept while the tab lives: a reload in the middle loses none. */
function use_ticks(shift: string) {
  const kept = `relief.ticks.${shift}`;
  const [ticks, set_ticks] = useState<string[]>(() => JSON.parse(sessionStorage.getItem(kept) ?? "[]") as string[]);
  return {
    ticks,
    toggle: (tile: string) =>
      set_ticks((now) => {
        const next = now.includes(tile) ? now.filter((one) => one !== tile) : [...now, tile];
        sessionStorage.setItem(kept, JSON.stringify(next));
        return next;
      }),
  };
}

export default function DutyPage() {
  const asked = use_ask<Board>("duty board", {}, () => true);
  const [signing, set_signing] = useState<SignAsk | null>(null);
  const board = asked.answer?.document;
  const { ticks, toggle } = use_ticks(String(board?.shift?.id ?? "none"));
  return (
    <>
      <h1 class="visually-hidden">{say(words.title)}</h1>
      <Panel title={say(words.title)} asked={asked} data_time={(shown) => shown.at} stale_after_ms={stale_ms}>
        {(shown) => (
          <>
            <ShiftLine board={shown} ticks={ticks.length} on_sign={set_signing} />
            <Tiles tiles={shown.tiles} ticks={ticks} on_tick={toggle} />
          </>
        )}
      </Panel>
      {board && (
        <div class="columns" style={{ gridTemplateColumns: "minmax(0, 3fr) minmax(0, 2fr)", marginTop: "12px" }}>
          <div class="columns">
            <Queue board={board} />
            <Questions questions={board.questions} on_sign={set_signing} />
          </div>
          <div class="columns">
            <Since board={board} />
            <HandOver board={board} on_sign={set_signing} />
          </div>
        </div>
      )}
      {signing && (
        <SignDialog
          sign={signing}
          on_done={() => {
            set_signing(null);
            asked.again();
          }}
          on_close={() => set_signing(null)}
        />
      )}
    </>
  );
}

function ShiftLine({ board, ticks, on_sign }: { board: Board; ticks: number; on_sign: (sign: SignAsk) => void }) {
  const { shift } = board;
  const before = shift?.taken_over ?? shift?.handed_over ?? board.handover ?? null;
  const is_all = ticks === tile_names.length;
  return (
    <div class="acts" style={{ margin: "0 0 8px" }}>
      <span class="grow">
        {shift ? say(words.shift, date_time(shift.since), name_of("people", shift.officer), name_of("people", shift.leader)) : <b>▲ {say(words.nobody)}</b>}
        {before && (
          <span class="note">
            {" "}
            · {say(words.handed_over, name_of("people", before.from), date_time(before.verified_at), before.head.seq.toLocaleString("en-US"), before.rows_since)}
          </span>
        )}
      </span>
      <span>{say(words.check, ticks)}</span>
      <ActButton
        primary={is_all}
        off={is_all ? "" : say(words.all_six)}
        name="take-over"
        on_press={() =>
          on_sign({
            title: say(words.sign_over),
            verb: say(words.sign_over),
            what: `${say(words.title)} ${board.unit}`,
            how_many: say(words.check, ticks),
            from_to: `${shift?.officer ?? "—"} → ${person_name.value}`,
            rule: say(words.rule_handover),
            at_once: say(words.at_once_open),
            operation: "duty open",
            parameters: {},
            specs: [
              { name: "leader", label: say(words.leader), required: true },
              { name: "note", label: say(words.no_handover_note) },
            ],
          })
        }
      >
        {say(words.sign_over)}
      </ActButton>
    </div>
  );
}

function words_of(row: { zh: string; en: string }): string {
  return language.value === "zh" ? row.zh : row.en;
}

function Queue({ board }: { board: Board }) {
  const mine = board.queue.items.filter((item) => item.who === person_name.value || item.who.includes(person_name.value));
  const only_mine = query("mine") === "1";
  const rows = only_mine ? mine : board.queue.items;
  // Housekeeping that is long overdue must not hide what is due tonight: it stands below, folded.
  const is_routine = (item: QueueItem) => item.count > 1 || (item.minutes_left ?? 0) < -routine_after_minutes;
  const routine = rows.filter(is_routine);
  return (
    <section class="panel" aria-label={say(words.queue, board.queue.count)} data-panel tabIndex={-1}>
      <header>
        <h2>
          {say(words.queue, board.queue.count)} <span class="note">{say(words.mine, mine.length)}</span>
        </h2>
        <label class="tick">
          <input type="checkbox" checked={only_mine} onChange={(event) => set_query({ mine: event.currentTarget.checked ? "1" : "" })} />
          {say(words.only_mine)}
        </label>
      </header>
      <Table
        label={say(words.queue, board.queue.count)}
        rows={rows.filter((item) => !is_routine(item))}
        key_of={(item) => item.id}
        empty={say(words.nothing_due)}
        height={300}
        columns={queue_columns()}
      />
      {routine.length > 0 && (
        <details>
          <summary>{say(words.routine, routine.length)}</summary>
          <Table label={say(words.routine, routine.length)} rows={routine} key_of={(item) => item.id} empty="—" columns={queue_columns()} />
        </details>
      )}
    </section>
  );
}

function queue_columns(): Column<QueueItem>[] {
  return [
          {
            name: say(words.due),
            value: (item) => item.due ?? "",
            show: (item) => (item.due ? <Countdown due={item.due} limit={item.because} /> : "—"),
          },
          {
            name: say(words.what),
            value: words_of,
            show: (item) => (
              <Why
                answer={() => ({
                  title: item.kind,
                  value: words_of(item),
                  formula: item.because,
                  inputs: [{ name: say(words.due), value: date_time(item.due), rule: item.because, source: item.command }],
                })}
              >
                {words_of(item)}
              </Why>
            ),
          },
          { name: say(words.whose), value: (item) => name_of("people", item.who) },
          {
            name: "",
            value: () => "",
            show: (item) =>
              item.address ? (
                <a class="button" href={item.address}>
                  {say(words.settle)}
                </a>
              ) : (
                <code class="note">{item.command}</code>
              ),
          },
  ];
}

/** Rows of the journal that are drawn before somebody asks for more. */
const rows_shown = 40;

function Since({ board }: { board: Board }) {
  const [all, show_all] = useState(false);
  const title = board.since.from
    ? say(words.since, date_time(board.since.from), board.since.count)
    : say(words.since_ever, board.since.count);
  return (
    <section class="panel" aria-label={title} data-panel tabIndex={-1}>
      <h2>{title}</h2>
      {board.since.rows.length === 0 ? (
        <p class="empty">{say(words.nothing_since)}</p>
      ) : (
        <ul style={{ maxHeight: "260px", overflow: "auto" }} tabIndex={0} aria-label={title}>
          {board.since.rows.slice(0, all ? undefined : rows_shown).map((row) => (
            <li key={row.seq} title={`${row.seq} ${row.operation}`}>
              <span class="note">
                {date_time(row.at)}（{age(row.at)}）
              </span>{" "}
              {words_of(row)} <span class="note">{name_of("people", row.actor)}</span>
            </li>
          ))}
        </ul>
      )}
      {!all && board.since.rows.length > rows_shown && (
        <button type="button" onClick={() => show_all(true)}>
          {say(words.more)}
        </button>
      )}
    </section>
  );
}

function HandOver({ board, on_sign }: { board: Board; on_sign: (sign: SignAsk) => void }) {
  const open = board.queue.count + board.questions.open;
  return (
    <section class="panel" aria-label={say(words.handover)} data-panel tabIndex={-1}>
      <header>
        <h2>{say(words.handover)}</h2>
        <span class="note">{say(words.open_listed, open)}</span>
      </header>
      <div class="acts">
        <ActButton
          off={board.shift ? "" : say(words.nobody)}
          name="hand-over"
          on_press={() =>
            on_sign({
              title: say(words.sign_handover),
              verb: say(words.sign_handover),
              what: say(words.open_listed, open),
              from_to: `${board.shift?.officer ?? "—"} →`,
              rule: say(words.rule_handover),
              at_once: say(words.at_once_handover),
              operation: "duty handover",
              parameters: {},
              specs: [
                { name: "to", label: say(words.handover_to), required: true },
                { name: "note", label: say(words.handover_note), kind: "long" },
              ],
            })
          }
        >
          {say(words.sign_handover)}
        </ActButton>
      </div>
    </section>
  );
}
