// SPDX-License-Identifier: Apache-2.0
// The journal's rows as they happen. One stream a browser, shared by its tabs: HTTP/1.1 allows six
// connections a host, so a seventh tab with a stream of its own would hang. The tab that holds the lock
// reads the stream and tells the others; when it is closed another takes over.
import { signal } from "@preact/signals";
import { Sequence } from "./sequence";

export interface JournalEvent {
  seq: number;
  at: string;
  actor: string;
  operation: string;
  subject: string;
}

export type Link = { state: "connecting" | "live" } | { state: "offline"; since_ms: number };

export const link = signal<Link>({ state: "connecting" });
/** The last batch; what shows books asks again where it concerns them. */
export const batch = signal<JournalEvent[]>([]);
/** Counts up where rows were missed for good: everything is to be asked again. */
export const resets = signal(0);

/** The stream's sign of life comes more often than this. */
const silence_ms = 30_000;
const batch_ms = 250;
const again_ms = 2_000;

type Told =
  | { kind: "events"; events: JournalEvent[] }
  | { kind: "reset" }
  | { kind: "alive"; at_ms: number }
  | { kind: "lost" };

/** `head`: the journal's last row before anything was asked, so that no row falls between an answer and the stream. */
export function start_live(head: number): void {
  const others = new BroadcastChannel("relief.live");
  let alive_ms = Date.now();
  let lost_since_ms = 0;
  let waiting: JournalEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const apply = () => {
    timer = undefined;
    const events = waiting;
    waiting = [];
    batch.value = events;
  };

  const take = (told: Told) => {
    if (told.kind === "lost") {
      lost_since_ms ||= alive_ms;
      link.value = { state: "offline", since_ms: lost_since_ms };
      return;
    }
    alive_ms = told.kind === "alive" ? told.at_ms : Date.now();
    lost_since_ms = 0;
    if (link.value.state !== "live") {
      link.value = { state: "live" };
    }
    if (told.kind === "reset") {
      resets.value += 1;
    } else if (told.kind === "events") {
      waiting.push(...told.events);
      timer ??= setTimeout(apply, batch_ms);
    }
  };

  const tell = (told: Told) => {
    take(told);
    others.postMessage(told);
  };

  others.onmessage = (message: MessageEvent<Told>) => take(message.data);
  addEventListener("offline", () => take({ kind: "lost" }));
  setInterval(() => {
    if (Date.now() - alive_ms > silence_ms) {
      take({ kind: "lost" });
    }
  }, 1_000);
  void lead(head, tell);
}

/** Waits until this tab is the one that reads, then reads for as long as it lives. */
async function lead(head: number, tell: (told: Told) => void): Promise<void> {
  const sequence = new Sequence();
  sequence.last = head;
  const read_for_ever = async () => {
    for (;;) {
      try {
        await read_stream(sequence, tell);
      } catch {
        tell({ kind: "lost" });
      }
      await new Promise((resolve) => setTimeout(resolve, again_ms));
    }
  };
  if ("locks" in navigator) {
    await navigator.locks.request("relief.live", read_for_ever);
  } else {
    await read_for_ever();
  }
}

/** Reads one stream to its end. */
async function read_stream(sequence: Sequence, tell: (told: Told) => void): Promise<void> {
  const headers: Record<string, string> = { Accept: "text/event-stream" };
  if (sequence.last !== null) {
    headers["Last-Event-ID"] = String(sequence.last);
  }
  const silent = new AbortController();
  let watch = setTimeout(() => silent.abort(), silence_ms);
  try {
    const response = await fetch("/api/v1/events", { headers, signal: silent.signal });
    if (!response.ok || response.body === null) {
      throw new Error(`events: ${response.status}`);
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    sequence.begin();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        throw new Error("events: ended");
      }
      clearTimeout(watch);
      watch = setTimeout(() => silent.abort(), silence_ms);
      const taken = sequence.take(value);
      if (taken.reset) {
        tell({ kind: "reset" });
      }
      tell(
        taken.events.length > 0
          ? { kind: "events", events: taken.events as JournalEvent[] }
          : { kind: "alive", at_ms: Date.now() },
      );
    }
  } finally {
    clearTimeout(watch);
    silent.abort();
  }
}
