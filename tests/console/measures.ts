// SPDX-License-Identifier: Apache-2.0
// What console.md section 10 asks to be measured, printed as a table: `tools/bench console`. It judges
// nothing: figures on a busy machine say little, so they stand beside their goals.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, it } from "vitest";
import { Desk, Officer, open_browser } from "./kit";

interface Row {
  name: string;
  value: number;
  unit: string;
  goal: number;
}

const rows: Row[] = [];
let browser: Browser;
let desk: Desk;

function told(name: string, value: number, unit: string, goal: number): void {
  rows.push({ name, value: Math.round(value * 100) / 100, unit, goal });
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** At least so many frames must be seen before their rate says anything. */
const pan_ms = 3_000;

/** Frames a second while `during` goes on. */
async function frames(page: Page, during: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    const watch = window as unknown as { frames: number; watching: boolean };
    watch.frames = 0;
    watch.watching = true;
    const count = () => {
      watch.frames += 1;
      if (watch.watching) {
        requestAnimationFrame(count);
      }
    };
    requestAnimationFrame(count);
  });
  const begin = Date.now();
  await during();
  const counted = await page.evaluate(() => {
    const watch = window as unknown as { frames: number; watching: boolean };
    watch.watching = false;
    return watch.frames;
  });
  return (counted * 1000) / (Date.now() - begin);
}

beforeAll(async () => {
  browser = await open_browser();
  desk = new Desk();
  await desk.start();
});
afterAll(async () => {
  await browser.close();
  await desk.remove();
  const wide = Math.max(...rows.map((row) => row.name.length));
  const line = (row: Row) => `${row.name.padEnd(wide)}  ${String(row.value).padStart(10)} ${row.unit.padEnd(4)} goal ${row.goal} ${row.unit}`;
  process.stdout.write(`\n${rows.map(line).join("\n")}\n`);
  if (process.env.RELIEF_MEASURES_JSON) {
    process.stdout.write(`${JSON.stringify({ schema: "relief.bench/1", room: "console", rows })}\n`);
  }
});

it("the bundle", () => {
  const folder = join(process.env.RELIEF_CONSOLE ?? "", "assets");
  const sizes = readdirSync(folder)
    .filter((name) => /\.(js|css)$/.test(name))
    .map((name) => ({ name, bytes: gzipSync(readFileSync(join(folder, name)), { level: 9 }).length }));
  told("bundle_gzip", sizes.reduce((sum, one) => sum + one.bytes, 0) / 1024, "kB", 1024);
});

it("first paint of the duty desk", async () => {
  for (const [name, network, goal] of [
    ["first_paint_localhost", null, 1000],
    ["first_paint_10mbit_40ms", { offline: false, latency: 40, downloadThroughput: 1_250_000, uploadThroughput: 1_250_000 }, 2500],
  ] as const) {
    const times: number[] = [];
    let bytes = 0;
    for (let round = 0; round < 5; round += 1) {
      const officer = await Officer.at(desk, browser);
      const session = await officer.context.newCDPSession(officer.page);
      await session.send("Network.enable");
      session.on("Network.loadingFinished", (finished) => {
        bytes += finished.encodedDataLength;
      });
      if (network) {
        await session.send("Network.emulateNetworkConditions", network);
      }
      bytes = 0;
      const begin = Date.now();
      await officer.page.goto(`${desk.url}/duty`);
      await officer.page.waitForSelector(".tile");
      times.push(Date.now() - begin);
      await officer.close();
    }
    told(name, median(times), "ms", goal);
    if (!network) {
      told("first_page_bytes", bytes / 1024, "kB", 350);
    }
  }
});

it("a question to its answer, and why", async () => {
  const officer = await Officer.at(desk, browser);
  const answers: number[] = [];
  const whys: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    await officer.goto("/find");
    await officer.page.fill("#question", `棉被 ${5000 + round} 蛟河 6h`);
    let begin = Date.now();
    await officer.page.keyboard.press("Enter");
    await officer.page.waitForSelector("[data-answer]");
    answers.push(Date.now() - begin);
    begin = Date.now();
    await officer.page.locator("[data-answer] [data-why]").click();
    await officer.page.waitForSelector("aside.drawer");
    whys.push(Date.now() - begin);
    await officer.page.keyboard.press("Escape");
  }
  told("find_answer", median(answers), "ms", 500);
  told("why_panel", median(whys), "ms", 200);
  await officer.close();
});

it("a table of five thousand rows", async () => {
  const officer = await Officer.at(desk, browser);
  const { page } = officer;
  const begin = Date.now();
  await page.goto(`${desk.url}/ledger`);
  await page.waitForSelector("tr[data-row]");
  told("table_open_with_page", Date.now() - begin, "ms", 300);
  const timed = async (name: string, goal: number, act: () => Promise<void>) => {
    const took: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const start = Date.now();
      await act();
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      took.push(Date.now() - start);
    }
    told(name, median(took), "ms", goal);
  };
  const table = page.locator(".table-box table").first();
  await timed("table_sort", 150, () => table.locator("th button").nth(2).click());
  let round = 0;
  await timed("table_filter", 100, () => page.locator("input[type=search]").last().fill(`QUILT-${(round += 1)}`));
  await page.locator("input[type=search]").last().fill("");
  const box = page.locator(".table-box").first();
  await box.focus();
  const rate = await frames(page, async () => {
    const end = Date.now() + pan_ms;
    while (Date.now() < end) {
      await page.keyboard.press("ArrowDown");
    }
  });
  told("table_hold_down", rate, "fps", 50);
  await officer.close();
});

it("the map while it is moved", async () => {
  const officer = await Officer.at(desk, browser);
  const { page } = officer;
  await officer.goto("/map");
  await page.waitForSelector("canvas");
  await page.waitForTimeout(1_000);
  const box = await page.locator("canvas").first().boundingBox();
  if (box) {
    const rate = await frames(page, async () => {
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      const end = Date.now() + pan_ms;
      for (let step = 0; Date.now() < end; step += 1) {
        await page.mouse.move(box.x + box.width / 2 + 120 * Math.sin(step / 9), box.y + box.height / 2 + 80 * Math.cos(step / 9));
      }
      await page.mouse.up();
    });
    told("map_pan", rate, "fps", 30);
  }
  await officer.close();
});

it("printing an order", async () => {
  const officer = await Officer.at(desk, browser);
  const took: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    await officer.goto("/dispatch/orders/220200-DB-2017-0001");
    const begin = Date.now();
    await officer.page.locator('button[name="print"]').click();
    await officer.page.locator("a[download]").waitFor();
    took.push(Date.now() - begin);
  }
  told("print_order_pdf", median(took), "ms", 300);
  await officer.close();
});

it("200 events a second in four tabs", async () => {
  const minutes = Number(process.env.RELIEF_MINUTES ?? "0.5");
  const officer = await Officer.at(desk, browser);
  const pages = [officer.page, await officer.context.newPage(), await officer.context.newPage(), await officer.context.newPage()];
  for (const page of pages) {
    await page.addInitScript(() => {
      const seen = window as unknown as { long: number[] };
      seen.long = [];
      new PerformanceObserver((list) => seen.long.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: "longtask", buffered: true });
    });
    await page.goto(`${desk.url}/duty`);
    await page.waitForSelector(".tile");
  }
  const heap = async () => {
    await officer.page.requestGC();
    return officer.page.evaluate(() => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize / 1_048_576);
  };
  const before = await heap();
  const end = Date.now() + minutes * 60_000;
  let sent = 0;
  const begin = Date.now();
  const officers = Array.from({ length: 8 }, async (_, desk_number) => {
    for (let call = 0; Date.now() < end; call += 1) {
      await desk.act("DEMO-220000-duty_officer", "duty call", { caller: `电话 ${desk_number}-${call}` }, `call-${desk_number}-${call}`);
      sent += 1;
      const ahead_ms = (call * 8 * 1000) / 200 - (Date.now() - begin);
      if (ahead_ms > 0) {
        await new Promise((resolve) => setTimeout(resolve, ahead_ms));
      }
    }
  });
  await Promise.all(officers);
  const seconds = (Date.now() - begin) / 1000;
  await officer.page.waitForTimeout(2_000);
  const long = (await Promise.all(pages.map((page) => page.evaluate(() => (window as unknown as { long: number[] }).long)))).flat();
  const sorted = long.sort((a, b) => a - b);
  told("events_rate", sent / seconds, "1/s", 200);
  told("events_long_tasks", long.length, "", 0);
  told("events_longest_task", sorted.at(-1) ?? 0, "ms", 50);
  told("events_heap_growth", (await heap()) - before, "MiB", 1);
  const { head } = (await (await fetch(`${desk.url}/healthz`)).json()) as { head: number };
  await officer.page.waitForFunction((seq) => document.body.innerText.includes(seq), head.toLocaleString("en-US"), { timeout: 20_000 }).catch(() => told("events_list_behind", 1, "", 0));
  await officer.close();
});

it("offline is noticed, buttons go off in the same frame", async () => {
  const officer = await Officer.at(desk, browser);
  const { page } = officer;
  await officer.goto("/dispatch/calls/new");
  await page.evaluate(() => {
    const seen = window as unknown as { strip: number; off: number };
    const look = () => {
      seen.strip ||= document.querySelector(".strip.offline") ? performance.now() : 0;
      seen.off ||= document.querySelector("form button[aria-disabled=true]") ? performance.now() : 0;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  const begin = Date.now();
  await desk.stop();
  await page.waitForSelector(".strip.offline", { timeout: 60_000 });
  told("offline_noticed", (Date.now() - begin) / 1000, "s", 30);
  const apart = await page.evaluate(() => {
    const seen = window as unknown as { strip: number; off: number };
    return Math.abs(seen.off - seen.strip);
  });
  told("offline_buttons_after", apart, "ms", 17);
  await officer.close();
});
