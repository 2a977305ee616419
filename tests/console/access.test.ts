// SPDX-License-Identifier: Apache-2.0
// Everybody can use every page: axe-core finds nothing serious, in both languages, and nothing scrolls
// sideways on the office's screen.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Desk, Officer, open_browser } from "./kit";

export const paths = [
  "/duty",
  "/map",
  "/events",
  "/events/2017-07-yongji-flood",
  "/events/2017-07-yongji-flood?tab=assess",
  "/events/2017-07-yongji-flood?tab=needs",
  "/events/2017-07-yongji-flood?tab=bulletin",
  "/find",
  "/find?q=" + encodeURIComponent("棉被 5000 蛟河 6h"),
  "/dispatch/calls",
  "/dispatch/calls/1",
  "/dispatch/calls/new",
  "/dispatch/plans",
  "/dispatch/orders",
  "/ledger",
  "/alerts",
  "/ready",
  "/drill",
  "/sign",
  "/wall",
  "/me",
  "/admin",
  "/audit",
  "/dispatch/nothing-here",
];

interface Finding {
  id: string;
  impact: string;
  nodes: { html: string }[];
}

let browser: Browser;
let desk: Desk;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

beforeAll(async () => {
  browser = await open_browser();
  desk = new Desk();
  await desk.start();
});
afterAll(async () => {
  await browser.close();
  await desk.remove();
});

describe.each(["zh", "en"] as const)("in %s", (language) => {
  let officer: Officer;
  beforeAll(async () => {
    officer = await Officer.at(desk, browser, { language });
  });
  afterAll(async () => officer.close());

  it.each(paths)("%s is open to everybody", async (path) => {
    await officer.goto(path);
    // The content security policy keeps scripts of others out of the page, this one too: it goes in as the
    // debugger's, which is not the page's.
    await officer.page.evaluate(axe);
    const findings = await officer.page.evaluate(
      () =>
        (window as unknown as { axe: { run: (where: Document, options: object) => Promise<{ violations: Finding[] }> } }).axe
          .run(document, { resultTypes: ["violations"] })
          .then((result) => result.violations),
    );
    const serious = findings
      .filter((finding) => finding.impact === "serious" || finding.impact === "critical")
      .map((finding) => `${finding.id}: ${finding.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
    expect(serious).toEqual([]);
    expect(officer.faults).toEqual([]);
    expect(officer.elsewhere).toEqual([]);
    const too_wide = await officer.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(too_wide).toBeLessThanOrEqual(0);
  });
});

describe("at 200 %", () => {
  it.each(["/duty", "/find?q=" + encodeURIComponent("棉被 5000 蛟河 6h"), "/dispatch/orders/220200-DB-2017-0001", "/dispatch/calls/new", "/ledger", "/alerts"])(
    "%s loses nothing",
    async (path) => {
      const officer = await Officer.at(desk, browser, { width: 683, height: 312 });
      await officer.goto(path);
      const too_wide = await officer.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(too_wide).toBeLessThanOrEqual(0);
      expect(await officer.page.locator("nav.rail a").first().isVisible()).toBe(true);
      await officer.close();
    },
  );
});
