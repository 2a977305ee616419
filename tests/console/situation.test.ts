// SPDX-License-Identifier: Apache-2.0
// The map, the events and the wall against what the API answers; every symbol told apart without colour.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Desk, Officer, open_browser } from "./kit";

interface Layer {
  id: string;
  count: number;
  features: { properties: Record<string, unknown> }[];
}
interface Situation {
  at: string;
  layers: Layer[];
  events: { at: string }[];
}

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
  expect(officer.elsewhere).toEqual([]);
  await browser.close();
  await desk.remove();
});

describe("the map", () => {
  const rows = () => officer.page.locator(".map-list tr[data-row]");

  it("lists every object of the API, those without a place too", async () => {
    await officer.goto("/map?on=suppliers");
    await rows().first().waitFor();
    const { layers } = await desk.ask<Situation>("situation");
    // Drawings of one closure are one row.
    const expected = layers.reduce(
      (sum, layer) => sum + (layer.id === "closures" ? new Set(layer.features.map((feature) => feature.properties.id)).size : layer.count),
      0,
    );
    await officer.page.getByRole("button", { name: "全省" }).click();
    await officer.page.waitForFunction((count) => document.querySelector(".map-list h2")?.textContent?.includes(String(count)), expected);
    for (const layer of layers) {
      expect(await officer.page.locator(".map-layers").innerText()).toMatch(new RegExp(` ${layer.count}(\\s|$)`));
    }
  });

  it("looks back by what was known, stepping by key, and says where a layer has nothing", async () => {
    await officer.goto("/map");
    await rows().first().waitFor();
    const now = await desk.ask<Situation>("situation");
    const newest = [...new Set(now.events.map((event) => event.at))].sort().at(-1) ?? "";
    await officer.page.keyboard.press("[");
    await officer.page.locator(".strip.look-back").waitFor();
    const at = new URL(officer.page.url()).searchParams.get("at") ?? "";
    expect(Date.parse(at)).toBe(Date.parse(newest));
    await officer.page.goto(`${desk.url}/map?at=${encodeURIComponent("2017-07-13T20:05:00+08:00")}`);
    await rows().first().waitFor();
    const then = await desk.ask<Situation>("situation", { at: "2017-07-13T20:05:00+08:00" });
    expect(then.layers.find((layer) => layer.id === "reports")?.count).toBe(0);
    expect(await officer.page.locator(".map-layers").innerText()).toContain("此刻无数据");
    await officer.page.keyboard.press(".");
    await officer.page.locator(".strip.look-back").waitFor({ state: "detached" });
  });

  it("is used without a mouse: the table reaches an object, the panel and the address follow", async () => {
    await officer.goto("/map");
    await rows().first().waitFor();
    await officer.tab_to(rows().first(), 200);
    await officer.page.keyboard.press("ArrowDown");
    await officer.page.keyboard.press("Enter");
    const panel = officer.page.locator(".map-object h3");
    await panel.waitFor();
    expect(new URL(officer.page.url()).searchParams.get("sel")).not.toBe(null);
    expect(await rows().nth(1).innerText()).toContain((await panel.innerText()).trim());
    await officer.page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
  });

  it("tells every symbol apart with the colour taken away", async () => {
    await officer.goto("/map?legend=all&on=suppliers");
    await officer.page.locator(".map-legend canvas.symbol").first().waitFor();
    const { count, nearest } = await officer.page.evaluate(() => {
      const greys = [...document.querySelectorAll<HTMLCanvasElement>(".map-legend canvas.symbol")].map((canvas) => {
        const { data } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: new Uint8ClampedArray() };
        const grey: number[] = [];
        for (let at = 0; at < data.length; at += 4) {
          const cover = (data[at + 3] ?? 0) / 255;
          const light = 0.2126 * (data[at] ?? 0) + 0.7152 * (data[at + 1] ?? 0) + 0.0722 * (data[at + 2] ?? 0);
          grey.push(cover * light + (1 - cover) * 255);
        }
        return grey;
      });
      let nearest = Infinity;
      greys.forEach((one, index) =>
        greys.slice(index + 1).forEach((other) => {
          // Pixels that differ so that an eye sees it.
          nearest = Math.min(nearest, one.filter((value, at) => Math.abs(value - (other[at] ?? 0)) > 64).length);
        }),
      );
      return { count: greys.length, nearest };
    });
    expect(count).toBe(21);
    // Of 64 x 64 pixels: a character in a flag takes about 60.
    expect(nearest).toBeGreaterThan(40);
  });
});

describe("an event", () => {
  const event = "2017-07-yongji-flood";

  it("shows each office's figures as they were reported, never added up", async () => {
    await officer.goto(`/events/${event}`);
    const { reports } = await desk.ask<{ reports: { report: string; figures: { metric: string; value: string }[] }[] }>("report list", { event });
    const table = officer.page.locator(".figures");
    await table.waitFor();
    const text = await table.innerText();
    for (const figure of reports.flatMap((report) => report.figures)) {
      expect(text).toContain(figure.value === "0" ? "零报" : Number(figure.value).toLocaleString("en-US"));
    }
    expect(await table.locator("[data-why]").count()).toBe(reports.flatMap((report) => report.figures).length);
  });

  it("assesses as a job; the table shows the API's figures for the same seed", async () => {
    await officer.goto(`/events/${event}?tab=assess`);
    await officer.page.getByRole("button", { name: "评估损失" }).click();
    const row = officer.page.locator("tr[data-row]").first();
    await row.waitFor({ timeout: 60_000 });
    const begun = await desk.act<{ id: string }>("DEMO-220000-duty_officer", "assess", { scenario: event, seed: "7", draws: "10000" }, "situation-test-assess");
    interface Figure {
      code: string;
      metric: string;
      p50: number;
    }
    let units: Figure[] | null = null;
    while (units === null) {
      // A job is told to who began it alone.
      const response = await fetch(`${desk.url}/api/v1/jobs/${begun.document.id}/result`, { headers: { "Relief-Actor": "DEMO-220000-duty_officer" } });
      expect(response.status).toBe(200);
      units = ((await response.json()) as { units?: Figure[] }).units ?? null;
    }
    const code = await row.getAttribute("data-row");
    const expected = units.find((unit) => unit.code === code && unit.metric === "relocated");
    expect(expected).toBeDefined();
    // Two significant digits on the page; the exact figure is in its why.
    expect(await row.locator("td").nth(2).innerText()).toBe(Number(expected?.p50.toPrecision(2)).toLocaleString("en-US"));
    await row.locator("[data-why]").nth(1).click();
    expect(await officer.page.locator("aside.drawer").innerText()).toContain(`P50 ${expected?.p50.toLocaleString("en-US")}`);
    await officer.page.keyboard.press("Escape");
  });
});

describe("the wall", () => {
  it("is read at four metres, and nothing on it can be pressed", async () => {
    const wall = await Officer.at(desk, browser, { width: 3840, height: 2160 });
    await wall.page.goto(`${desk.url}/wall`);
    await wall.page.locator(".wall-tiles").waitFor();
    await wall.page.locator(".wall-stamp").waitFor();
    const small = await wall.page.evaluate(() =>
      [...document.querySelectorAll("main.wall *")]
        .filter((element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== ""))
        .filter((element) => !element.closest(".visually-hidden"))
        .filter((element) => parseFloat(getComputedStyle(element).fontSize) < 40)
        .map((element) => element.textContent),
    );
    expect(small).toEqual([]);
    expect(await wall.page.locator("main.wall button, main.wall a, main.wall input").count()).toBe(0);
    expect(wall.faults).toEqual([]);
    await wall.close();
  });
});
