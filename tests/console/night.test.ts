// SPDX-License-Identifier: Apache-2.0
// What goes wrong at night: two officers on one tent, the net gone in a form, a reload, an input method.
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Desk, Officer, open_browser } from "./kit";

let browser: Browser;
let desk: Desk;
const officers: Officer[] = [];

async function officer_at(options: Parameters<typeof Officer.at>[2] = {}): Promise<Officer> {
  const officer = await Officer.at(desk, browser, options);
  officers.push(officer);
  return officer;
}

beforeAll(async () => {
  browser = await open_browser();
});
afterAll(async () => browser.close());
beforeEach(async () => {
  desk = new Desk();
  await desk.start();
});
afterEach(async () => {
  for (const officer of officers.splice(0)) {
    expect(officer.faults).toEqual([]);
    await officer.close();
  }
  await desk.remove();
});

describe("two officers on the last tent", () => {
  it("gives it to one and tells the other who has it; nothing is doubled", async () => {
    // Yongji's own depot is asked first, and has fewer than 80 tents to give: 40 can go to one of the two.
    const own_depot = async () => {
      const found = await desk.ask<{ sites: { site: string; held: number; available: number }[] }>("find", { item: "TENT12S", n: "1", to: "220221", within: "12h" });
      const site = found.sites.find((one) => one.site === "JL-X-220221");
      return { held: site?.held ?? 0, available: site?.available ?? 0 };
    };
    const before = await own_depot();
    expect(before.available).toBeLessThan(80);
    const first = await officer_at();
    const second = await officer_at({ actor: "DEMO-220000-provincial_division" });
    for (const officer of [first, second]) {
      await officer.goto("/find?q=" + encodeURIComponent("12m2单帐篷 40 永吉 12h"));
      await officer.page.waitForSelector("[data-answer]");
    }
    const draft = (officer: Officer) => officer.page.locator("button", { hasText: /^拟调拨令/ }).click();
    await Promise.all([draft(first), draft(second)]);
    await Promise.all(
      [first, second].map((officer) => officer.page.waitForSelector(".acts a[href^='/dispatch/orders/'], .problem")),
    );
    expect(await own_depot()).toEqual({ held: before.held + 40, available: before.available - 40 });
    const refused = [];
    for (const officer of [first, second]) {
      const problem = officer.page.locator(".problem");
      if ((await problem.count()) > 0) {
        refused.push(await problem.first().innerText());
      }
    }
    // One has it; the other is told, with the code, and nothing of theirs is half done.
    expect(refused.length).toBe(1);
    for (const words of refused) {
      expect(words).toMatch(/代码/);
    }
  });
});

describe("the net is cut in the middle of a form", () => {
  it("says since when, switches writing off with its reason, and keeps what was typed", async () => {
    const officer = await officer_at();
    const { page } = officer;
    await officer.goto("/dispatch/calls/new");
    await page.fill('[name="caller"]', "永吉县民政局赵某");
    await page.fill('[name="words"]', "县城进水");
    await desk.stop();
    await page.waitForSelector(".strip.offline", { timeout: 45_000 });
    expect(await page.locator(".strip.offline").innerText()).toContain("断线自");
    const send = page.locator("form button.primary");
    expect(await send.getAttribute("aria-disabled")).toBe("true");
    await page.fill('[name="place"]', "永吉县");
    await desk.start();
    await page.waitForSelector(".strip.offline", { state: "detached", timeout: 45_000 });
    expect(await page.inputValue('[name="words"]')).toBe("县城进水");
    expect(await send.getAttribute("aria-disabled")).toBeNull();
    await page.keyboard.press("Control+Enter");
    await page.waitForURL(/dispatch\/calls\/\d+/);
    const log = await desk.ask<{ calls: { words: string }[] }>("duty log");
    expect(log.calls.filter((call) => call.words === "县城进水").length).toBe(1);
  });
});

describe("a form", () => {
  it("survives a reload", async () => {
    const officer = await officer_at();
    const { page } = officer;
    await officer.goto("/dispatch/calls/new");
    await page.fill('[name="caller"]', "永吉县民政局赵某");
    await page.reload();
    await officer.settled();
    expect(await page.inputValue('[name="caller"]')).toBe("永吉县民政局赵某");
  });

  it("is not sent by the Enter that picks a word of an input method, and no shortcut acts meanwhile", async () => {
    const officer = await officer_at();
    const { page } = officer;
    await officer.goto("/find");
    const session = await officer.context.newCDPSession(page);
    await page.focus("#question");
    await session.send("Input.imeSetComposition", { text: "棉bei", selectionStart: 4, selectionEnd: 4 });
    await page.evaluate(() => {
      document.getElementById("question")?.dispatchEvent(new KeyboardEvent("keydown", { code: "Enter", key: "Enter", keyCode: 229, bubbles: true, cancelable: true } as KeyboardEventInit));
    });
    expect(new URL(page.url()).search).toBe("");
    await session.send("Input.insertText", { text: "棉被" });
    expect(await page.inputValue("#question")).toBe("棉被");
    // g d would go to the duty desk; while composing it must not.
    await page.evaluate(() => {
      for (const code of ["KeyG", "KeyD"]) {
        document.body.dispatchEvent(new KeyboardEvent("keydown", { code, isComposing: true, bubbles: true }));
      }
    });
    expect(new URL(page.url()).pathname).toBe("/find");
  });

  it("names what is wrong on top and leads there", async () => {
    const officer = await officer_at();
    const { page } = officer;
    await officer.goto("/dispatch/calls/new");
    await page.fill('[name="relocated"]', "很多");
    await page.keyboard.press("Control+Enter");
    expect(await page.locator("form [role=alert]").innerText()).toContain("有 2 处要改");
    expect(await page.locator('[name="relocated"]').getAttribute("aria-invalid")).toBe("true");
  });
});

describe("time", () => {
  it("is Beijing's whatever this machine says, and look-back switches writing off", async () => {
    const officer = await officer_at();
    const { page } = officer;
    await officer.goto("/duty");
    expect(await page.locator(".stamp").first().innerText()).toContain("07-14 12:4");
    await officer.goto("/find?q=" + encodeURIComponent("棉被 100 永吉 6h") + "&at=2017-07-14T08:00:00%2B08:00");
    expect(await page.locator(".strip.look-back").innerText()).toContain("回看: 07-14 08:00 时已知");
    await page.waitForSelector("[data-answer]");
    expect(await page.locator("button", { hasText: /^拟调拨令/ }).getAttribute("aria-disabled")).toBe("true");
  });
});

describe("a number", () => {
  it("answers why by W while it has the focus, and Escape leads back to it", async () => {
    const officer = await officer_at();
    const { page } = officer;
    await officer.goto("/find?q=" + encodeURIComponent("棉被 5000 蛟河 6h"));
    const sentence = page.locator("[data-answer] [data-why]");
    await sentence.focus();
    await page.keyboard.press("w");
    await page.waitForSelector("aside.drawer");
    expect(await page.locator("aside.drawer").innerText()).toContain("账面");
    await page.keyboard.press("Escape");
    await page.waitForSelector("aside.drawer", { state: "detached" });
    expect(await sentence.evaluate((element) => element === document.activeElement)).toBe(true);
  });
});

describe("the screen", () => {
  it("speaks English by the switch and keeps it", async () => {
    const officer = await officer_at();
    const { page } = officer;
    await officer.goto("/find");
    await page.locator("header button", { hasText: "English" }).click();
    expect(await page.locator("h1").innerText()).toBe("Find goods");
    expect(await page.evaluate(() => document.documentElement.lang)).toBe("en");
  });

  it("prints the answer to one A4 page", async () => {
    const officer = await officer_at();
    const { page } = officer;
    await officer.goto("/find?q=" + encodeURIComponent("棉被 5000 蛟河 6h"));
    await page.waitForSelector("[data-answer]");
    const pdf = await page.pdf({ format: "A4", landscape: true });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect((pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length).toBe(1);
  });
});

describe("somebody else was first", () => {
  it("says so, shows the new version behind, and keeps what was filled in for the next try", async () => {
    const officer = await officer_at();
    const { page } = officer;
    const path = "/dispatch/orders/220200-DB-2017-0001";
    await officer.goto(path);
    await page.locator('button[name="checkpoint"]').click();
    await page.fill("#sign-where", "口前收费站");
    const told = await desk.act("DEMO-220000-provincial_division", "order checkpoint", { order: "220200-DB-2017-0001", where: "永吉县城北" }, "first");
    expect(told.status).toBe(200);
    await page.locator("dialog button.primary").click();
    await page.locator("[data-conflict]").waitFor();
    expect(await page.locator("dialog").innerText()).toContain("别人先改了");
    await page.locator("[data-conflict] button").click();
    // The history's new row may wait behind 「1 条新」 where the pointer rests on it; the version does not.
    await page.locator("#page", { hasText: "第 9 步" }).waitFor();
    await page.locator('button[name="checkpoint"]').click();
    expect(await page.inputValue("#sign-where")).toBe("口前收费站");
    await page.locator("dialog button.primary").click();
    await page.waitForSelector("dialog", { state: "detached" });
    const order = await desk.ask<{ steps: { verb: string }[] }>("order show", { order: "220200-DB-2017-0001" });
    expect(order.steps.filter((step) => step.verb === "checkpoint").length).toBe(3);
  });
});
