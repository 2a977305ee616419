// SPDX-License-Identifier: Apache-2.0
// The pictures of the handbook and of every page, made where RELIEF_PICTURES says: `docs/pictures` is a
// copy of those named here, made anew by hand when a page has changed.
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Desk, Officer, open_browser } from "./kit";

const find = "/find?q=" + encodeURIComponent("棉被 5000 蛟河 6h");
const order = "/dispatch/orders/220200-DB-2017-0001";
const event = "/events/2017-07-yongji-flood";

/** By the name of the picture: a page, and what is done on it first. */
const pictures: Record<string, { path: string; first?: (officer: Officer) => Promise<void> }> = {
  duty: { path: "/duty" },
  find: { path: find },
  call: { path: "/dispatch/calls/1" },
  order: { path: order },
  plan: {
    path: "/dispatch/plans?scenario=2017-07-yongji-flood",
    first: async ({ page }) => {
      await page.locator("form button.primary").click();
      await page.locator("tr[data-row]").first().waitFor({ timeout: 60_000 });
      await page.locator("tr[data-row]").first().click();
    },
  },
  ledger: { path: "/ledger" },
  import: {
    path: "/ledger/imports",
    first: async ({ page }) => {
      const sheet = ["库点编号,物资名称,批号,单位,账面数,实盘数", "JL-C-220200,棉被,JL-C-220200-QUILT-1,床,2539,3OO", "JL-C-220200,棉被,JL-C-220200-QUILT-2,床,4882,4870"].join("\r\n");
      await page.setInputFiles("input[type=file]", { name: "吉林市库盘点.csv", mimeType: "text/csv", buffer: Buffer.from(sheet) });
      await page.locator("tr[data-row]").first().waitFor();
    },
  },
  event: { path: event },
  assess: {
    path: `${event}?tab=assess`,
    first: async ({ page }) => {
      await page.locator("button", { hasText: "评估" }).last().click();
      await page.locator("tr[data-row]").first().waitFor({ timeout: 60_000 });
    },
  },
  map: { path: "/map" },
  alert: { path: "/alerts/W2017-0001" },
};

let browser: Browser;
let desk: Desk;
const folder = process.env.RELIEF_PICTURES ?? "";

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  browser = await open_browser();
  desk = new Desk();
  await desk.start();
});
afterAll(async () => {
  await browser.close();
  await desk.remove();
});

async function picture(officer: Officer, name: string): Promise<void> {
  const file = join(folder, `${name}.png`);
  await officer.page.screenshot({ path: file });
  // A blank page packs to almost nothing.
  expect(statSync(file).size).toBeGreaterThan(15_000);
  expect(officer.faults).toEqual([]);
}

describe("the office's screen", () => {
  it.each(Object.keys(pictures))("%s", async (name) => {
    const wanted = pictures[name];
    const officer = await Officer.at(desk, browser, { width: 1366, height: 768 });
    await officer.goto(wanted?.path ?? "");
    await wanted?.first?.(officer);
    await officer.settled();
    await picture(officer, name);
    await officer.close();
  });
});

describe("other screens", () => {
  it("an analyst's, 1920 by 1080", async () => {
    const officer = await Officer.at(desk, browser, { width: 1920, height: 1080 });
    for (const [name, path] of Object.entries({ "duty-1920": "/duty", "map-1920": "/map", "event-1920": event })) {
      await officer.goto(path);
      await picture(officer, name);
    }
    await officer.close();
  });

  it("the wall, 3840 by 2160, is read at four metres: no text below 40 pixels", async () => {
    const officer = await Officer.at(desk, browser, { width: 3840, height: 2160 });
    await officer.goto("/wall");
    await picture(officer, "wall");
    const small = await officer.page.evaluate(() =>
      [...document.querySelectorAll("main *")]
        .filter((element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim()))
        .filter((element) => !element.closest(".visually-hidden") && (element as HTMLElement).offsetParent !== null && Number.parseFloat(getComputedStyle(element).fontSize) < 40)
        .map((element) => `${element.tagName} ${element.textContent?.slice(0, 40)}`),
    );
    expect(small).toEqual([]);
    await officer.close();
  });

  it("a signer's telephone, 360 wide", async () => {
    const officer = await Officer.at(desk, browser, { width: 360, height: 740 });
    await officer.goto("/sign/220200-DB-2017-0002");
    await picture(officer, "sign");
    const too_wide = await officer.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(too_wide).toBeLessThanOrEqual(0);
    await officer.close();
  });
});
