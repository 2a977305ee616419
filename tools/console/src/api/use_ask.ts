// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from "preact/hooks";
import { batch, link, resets, type JournalEvent } from "../app/live";
import { language } from "../words/language";
import { ask, type Answer, type Parameters } from "./client";
import { Problem } from "./problem";

/** Milliseconds between two questions of a panel that journal rows ask for. */
const apart_ms = 1_000;

/** What a panel knows of its question: the last good answer stays while a new one is fetched. */
export interface Asked<Document> {
  answer: Answer<Document> | null;
  problem: Problem | null;
  /** When the question that is on its way was asked; null where none is. */
  loading_since_ms: number | null;
  again: () => void;
}

/**
 * Asks and asks again where a journal row concerns it (`concerns`), where rows were missed, where the
 * link comes back, and where the language changes. `operation` null: nothing is to be asked yet.
 */
export function use_ask<Document>(
  operation: string | null,
  parameters: Parameters = {},
  concerns: (event: JournalEvent) => boolean = () => false,
): Asked<Document> {
  const [answer, set_answer] = useState<Answer<Document> | null>(null);
  const [problem, set_problem] = useState<Problem | null>(null);
  const [loading_since_ms, set_loading] = useState<number | null>(null);
  const [round, set_round] = useState(0);
  const question = JSON.stringify([operation, parameters, language.value]);
  const asked_for = useRef(question);

  useEffect(() => {
    if (operation === null) {
      return;
    }
    if (asked_for.current !== question) {
      asked_for.current = question;
      set_answer(null);
    }
    const stop = new AbortController();
    set_loading(Date.now());
    ask<Document>(operation, parameters, stop.signal)
      .then((next) => {
        set_answer(next);
        set_problem(null);
      })
      .catch((failure: unknown) => {
        if (!stop.signal.aborted) {
          set_problem(failure instanceof Problem ? failure : new Problem({ title: String(failure), status: 0, code: "console", message: String(failure) }));
        }
      })
      .finally(() => {
        if (!stop.signal.aborted) {
          set_loading(null);
        }
      });
    return () => stop.abort();
  }, [question, round]);

  const again = () => set_round((count) => count + 1);
  const concerns_now = useRef(concerns);
  concerns_now.current = concerns;
  useEffect(() => {
    // Rows may come by the hundred a second: asking goes on at most once a second, and not at all while
    // nobody sees the page.
    let asked_ms = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let is_due = false;
    const ask_when_seen = () => {
      timer = undefined;
      if (is_due && document.visibilityState === "visible") {
        is_due = false;
        asked_ms = Date.now();
        again();
      }
    };
    const soon = () => {
      timer ??= setTimeout(ask_when_seen, Math.max(0, asked_ms + apart_ms - Date.now()));
    };
    const stop = batch.subscribe((events) => {
      if (events.some((event) => concerns_now.current(event))) {
        is_due = true;
        soon();
      }
    });
    document.addEventListener("visibilitychange", soon);
    return () => {
      stop();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", soon);
    };
  }, []);
  useEffect(() => {
    let first = true;
    return resets.subscribe(() => {
      if (!first) {
        again();
      }
      first = false;
    });
  }, []);
  useEffect(() => {
    let was_offline = false;
    return link.subscribe((now) => {
      if (now.state === "live" && was_offline) {
        again();
      }
      was_offline = now.state === "offline";
    });
  }, []);
  return { answer, problem, loading_since_ms, again };
}
