// SPDX-License-Identifier: Apache-2.0
// What stands on a page is what the API answers at the page's stamp, and every figure that can be asked
// answers why.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Desk, Officer, open_browser } from "./kit";

let browser: Browser;
let desk: Desk;
let officer: Officer;

beforeAll(async () => {
  browser = await open_browser();
  desk = new Desk();
  await desk.start();
  officer = await Officer.at(desk, browser);
});
afterAll(async () => {
  expect(officer.faults).toEqual([]);
  await browser.close();
  await desk.remove();
});

interface Tiles {
  orders: { count: number; late: number };
  papers: { count: number };
  transit: { late: number; no_signal: number };
  expiring: { lots: number };
  hazards: { grade1_open: number };
  ledger: { head: { seq: number } };
}

describe("the duty desk", () => {
  it("shows the figures of the board", async () => {
    await officer.goto("/duty");
    const { tiles, queue } = await desk.ask<{ tiles: Tiles; queue: { count: number } }>("duty board");
    const shown = await officer.page.locator(".tile").allInnerTexts();
    const digits = (text: string) => text.split("\n").map((line) => line.replaceAll("▲", "").trim());
    expect(digits(shown[0] ?? "")).toContain(String(tiles.orders.count));
    expect(digits(shown[1] ?? "")).toContain(String(tiles.papers.count));
    expect(digits(shown[2] ?? "")).toContain(String(tiles.transit.late));
    expect(shown[2]).toContain(`无信号 ${tiles.transit.no_signal}`);
    expect(digits(shown[3] ?? "")).toContain(`${tiles.expiring.lots} 批`);
    expect(digits(shown[4] ?? "")).toContain(String(tiles.hazards.grade1_open));
    expect(shown[5]).toContain(`链尾 ${tiles.ledger.head.seq}`);
    expect(await officer.page.locator("h2", { hasText: "待办" }).innerText()).toContain(`待办 ${queue.count}`);
    // One lorry of the demonstration is late and was not heard of for an hour: it is marked by shape and word.
    expect(tiles.transit).toMatchObject({ late: 1, no_signal: 1 });
    expect(shown[2]).toContain("▲");
  });

  it("answers why for each tile", async () => {
    for (const figure of await officer.page.locator(".tile [data-why]").all()) {
      await figure.click();
      const drawer = officer.page.locator("aside.drawer");
      await drawer.waitFor();
      expect((await drawer.innerText()).length).toBeGreaterThan(10);
      await officer.page.keyboard.press("Escape");
      await drawer.waitFor({ state: "detached" });
    }
  });
});

describe("an answer to the leader", () => {
  it("shows each depot with the figures of the answer", async () => {
    await officer.goto("/find?q=" + encodeURIComponent("棉被 5000 蛟河 6h"));
    await officer.page.waitForSelector("[data-answer]");
    const found = await desk.ask<{
      now: { site: string; name: string; quantity: number }[];
      sites: { site: string; on_hand: number; held: number; keep: number }[];
    }>("find", { item: "QUILT", n: "5000", to: "220281", within: "6h" });
    const rows = await officer.page.locator("tbody tr[data-row]").all();
    expect(rows.length).toBe(found.now.length);
    for (const [index, take] of found.now.entries()) {
      const cells = await rows[index]?.locator("td").allInnerTexts();
      const site = found.sites.find((one) => one.site === take.site);
      expect(cells?.[0]).toBe(take.name);
      expect(cells?.slice(2, 6)).toEqual([site?.on_hand, site?.held, site?.keep, take.quantity].map((value) => (value ?? 0).toLocaleString("en-US")));
    }
  });
});

describe("an order", () => {
  it("shows its lines, pieces and stages as the books have them", async () => {
    await officer.goto("/dispatch/orders/220200-DB-2017-0001");
    const order = await desk.ask<{ lines: { item: string; quantity: string }[]; pieces: { line: number; in_transit: string }[]; steps: { verb: string }[] }>("order show", { order: "220200-DB-2017-0001" });
    const rows = await officer.page.locator("table").first().locator("tbody tr[data-row]").all();
    expect(rows.length).toBe(order.lines.length);
    for (const [index, line] of order.lines.entries()) {
      const cells = (await rows[index]?.locator("td").allInnerTexts()) ?? [];
      const on_the_way = order.pieces.filter((piece) => piece.line === index + 1).reduce((sum, piece) => sum + Number(piece.in_transit), 0);
      expect(cells[2]).toBe(line.quantity);
      expect(cells[9]).toBe(on_the_way.toLocaleString("en-US"));
    }
    expect(await officer.page.locator(".stages li.done").count()).toBe(7);
  });
});
