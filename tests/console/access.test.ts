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

/** What axe-core finds that is serious or worse. */
async function serious_findings(officer: Officer): Promise<string[]> {
  // The content security policy keeps scripts of others out of the page, this one too: it goes in as the
  // debugger's, which is not the page's.
  await officer.page.evaluate(axe);
  const findings = await officer.page.evaluate(
    () =>
      (window as unknown as { axe: { run: (where: Document, options: object) => Promise<{ violations: Finding[] }> } }).axe
        .run(document, { resultTypes: ["violations"] })
        .then((result) => result.violations),
  );
  return findings
    .filter((finding) => finding.impact === "serious" || finding.impact === "critical")
    .map((finding) => `${finding.id}: ${finding.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
}

describe.each(["zh", "en"] as const)("in %s", (language) => {
  let officer: Officer;
  beforeAll(async () => {
    officer = await Officer.at(desk, browser, { language });
  });
  afterAll(async () => officer.close());

  it.each(paths)("%s is open to everybody", async (path) => {
    await officer.goto(path);
    expect(await serious_findings(officer)).toEqual([]);
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

describe.each(["zh", "en"] as const)("in each state, in %s", (language) => {
  const pages = ["/duty", "/find?q=" + encodeURIComponent("棉被 5000 蛟河 6h"), "/dispatch/orders/220200-DB-2017-0001", "/ledger"];

  it("looking back", async () => {
    const officer = await Officer.at(desk, browser, { language });
    for (const path of pages) {
      await officer.goto(`${path}${path.includes("?") ? "&" : "?"}at=2017-07-14T08:00:00%2B08:00`);
      expect(await officer.page.locator(".strip.look-back").count()).toBe(1);
      expect(await serious_findings(officer)).toEqual([]);
    }
    await officer.close();
  });

  it("with a panel that failed, its code shown and the rest in order", async () => {
    const officer = await Officer.at(desk, browser, { language });
    const problem = { title: "磁盘已满", status: 507, code: "db.full", message: "the disk is full" };
    await officer.page.route("**/api/v1/{duty,find,order,stock}**", (route) => route.fulfill({ status: 507, contentType: "application/problem+json", body: JSON.stringify(problem) }));
    await officer.page.route("**/api/v1/{duty,order}/**", (route) => route.fulfill({ status: 507, contentType: "application/problem+json", body: JSON.stringify(problem) }));
    for (const path of pages) {
      await officer.page.goto(desk.url + path);
      await officer.page.locator(".problem").first().waitFor();
      expect(await officer.page.locator(".problem").first().innerText()).toContain("db.full");
      expect(await serious_findings(officer)).toEqual([]);
    }
    await officer.close();
  });

  it("while it is read, with what it waits for", async () => {
    const officer = await Officer.at(desk, browser, { language });
    await officer.page.route("**/api/v1/duty/board**", () => {});
    await officer.page.goto(`${desk.url}/duty`);
    await officer.page.locator("[aria-busy=true]", { hasText: language === "zh" ? "正在读取，已" : "s so far" }).waitFor();
    expect(await serious_findings(officer)).toEqual([]);
    await officer.close();
  });
});

describe("without the net", () => {
  it.each(["zh", "en"] as const)("the pages keep their figures and say since when, in %s", async (language) => {
    const lone = new Desk();
    await lone.start();
    const officer = await Officer.at(lone, browser, { language });
    await officer.goto("/duty");
    const figures = await officer.page.locator(".tile-value").allInnerTexts();
    await lone.stop();
    await officer.page.locator(".strip.offline").waitFor({ timeout: 45_000 });
    expect(await officer.page.locator(".tile-value").allInnerTexts()).toEqual(figures);
    expect(await serious_findings(officer)).toEqual([]);
    await officer.close();
    await lone.remove();
  });
});
