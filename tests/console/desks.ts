// SPDX-License-Identifier: Apache-2.0
// Many desks at work while the server is killed: RELIEF_MINUTES (10) of RELIEF_DESKS (200), each reading once
// a second, writing every fifth and following the live events, and the process killed twice in between.
// What was answered stands in the books once, every desk has seen every row once, and the books are proven.
// Run by `tools/bench desks`; it takes its minutes.
import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { Desk } from "./kit";

const minutes = Number(process.env.RELIEF_MINUTES ?? "10");
const desks = Number(process.env.RELIEF_DESKS ?? "200");

interface Seen {
  seqs: number[];
  resets: number;
}

/** Follows the live events over every cut, from the place it has. */
async function follow(desk: Desk, seen: Seen, from: number, is_over: () => boolean): Promise<void> {
  let last = from;
  while (!is_over()) {
    try {
      const stop = new AbortController();
      const response = await fetch(`${desk.url}/api/v1/events`, { headers: { "Last-Event-ID": String(last) }, signal: stop.signal });
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      while (reader && !is_over()) {
        const { done, value } = await reader.read();
        if (done) {
          break;
        }
        rest += value;
        for (let end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
          const block = rest.slice(0, end);
          rest = rest.slice(end + 2);
          const id = Number(block.match(/^id: ?(\d+)$/m)?.[1] ?? Number.NaN);
          if (/^event: ?reset$/m.test(block)) {
            seen.resets += 1;
            last = Number.isNaN(id) ? last : id;
          } else if (!Number.isNaN(id)) {
            seen.seqs.push(id);
            last = id;
          }
        }
      }
      stop.abort();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

it(`${desks} desks work ${minutes} minutes while the process is killed twice`, async () => {
  // All desks of the trial come from one address.
  const desk = new Desk({ more: ["--per-address", "1000"] });
  await desk.start();
  const begin = Date.now();
  const end = begin + minutes * 60_000;
  const first = ((await (await fetch(`${desk.url}/healthz`)).json()) as { head: number }).head;
  let is_over = false;
  const written: string[] = [];
  const write_ms: number[] = [];
  const read_ms: number[] = [];
  let refused = 0;
  let cut_off = 0;
  const seen: Seen[] = Array.from({ length: desks }, () => ({ seqs: [], resets: 0 }));

  const work = async (number: number) => {
    await new Promise((resolve) => setTimeout(resolve, (1000 * number) / desks));
    for (let turn = 0; Date.now() < end; turn += 1) {
      const due = Date.now();
      try {
        const response = await fetch(`${desk.url}/api/v1/stock?site=JL-C-220200&item=QUILT`);
        await response.text();
        read_ms.push(Date.now() - due);
        refused += response.status === 200 ? 0 : 1;
      } catch {
        cut_off += 1;
      }
      if (turn % 5 === number % 5) {
        const words = `desk ${number} turn ${turn}`;
        const asked = Date.now();
        // Sent under one key until it is answered: whether the first one arrived nobody can know.
        for (;;) {
          try {
            const { status } = await desk.act("DEMO-220000-duty_officer", "duty call", { caller: words }, words.replaceAll(" ", "-"));
            if (status === 200) {
              written.push(words);
              write_ms.push(Date.now() - asked);
              break;
            }
            refused += 1;
          } catch {
            cut_off += 1;
          }
          await new Promise((resolve) => setTimeout(resolve, 250));
        }
      }
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due + 1000 - Date.now())));
    }
  };

  const restarts: number[] = [];
  const kill = async () => {
    await desk.kill();
    const from = Date.now();
    await desk.start();
    restarts.push(Date.now() - from);
  };
  const kills = [setTimeout(() => void kill(), (end - begin) / 3), setTimeout(() => void kill(), ((end - begin) * 2) / 3)];
  const streams = seen.map((one) => follow(desk, one, first, () => is_over));
  await Promise.all(Array.from({ length: desks }, (_, number) => work(number)));
  kills.forEach(clearTimeout);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const head = ((await (await fetch(`${desk.url}/healthz`)).json()) as { head: number }).head;
  const log = await desk.ask<{ calls: { caller: string }[] }>("duty log");
  is_over = true;
  await desk.stop();
  await Promise.all(streams);

  const in_books = log.calls.map((call) => call.caller).filter((caller) => caller.startsWith("desk "));
  const p99 = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.99)] ?? 0;
  process.stdout.write(
    `\n${JSON.stringify({ desks, minutes, written: written.length, in_books: in_books.length, refused, cut_off, restarts_ms: restarts, write_p99_ms: p99(write_ms), read_p99_ms: p99(read_ms), resets: seen.reduce((sum, one) => sum + one.resets, 0), head })}\n`,
  );
  expect(restarts.length).toBe(2);
  expect(refused).toBe(0);
  expect(new Set(in_books).size).toBe(in_books.length);
  expect([...in_books].sort()).toEqual([...written].sort());
  const rows = Array.from({ length: head - first }, (_, index) => first + 1 + index);
  for (const one of seen) {
    expect(one.resets > 0 || JSON.stringify(one.seqs) === JSON.stringify(rows)).toBe(true);
    expect(new Set(one.seqs).size).toBe(one.seqs.length);
  }
  const proof = JSON.parse(execFileSync(process.env.RELIEF_PROGRAM ?? "", ["verify", "--db", desk.books, "--json"]).toString()) as { ok: boolean };
  expect(proof.ok).toBe(true);
  await desk.remove();
});
