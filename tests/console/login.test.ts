// SPDX-License-Identifier: Apache-2.0
// A real server: nobody is in who does not belong. The first account by its one-time code, an
// authenticator, the session ended by another, and what was typed still there afterwards.
import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Desk, Officer, open_browser } from "./kit";

const password = "Ye-li guo qiao 7 xian kan shui";

/** RFC 6238 over a base32 key (RFC 4648), as an authenticator reckons it. */
function authenticator_code(key: string, now_ms: number): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...key.replaceAll("=", "")].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(now_ms / 30_000)));
  const digest = createHmac("sha1", bytes).update(step).digest();
  const at = (digest[19] ?? 0) & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

let browser: Browser;
let desk: Desk;

beforeAll(async () => {
  browser = await open_browser();
  desk = new Desk({ with_log_in: true });
});
afterAll(async () => {
  await browser.close();
  await desk.remove();
});

it("lets in who has a code, a password and an authenticator, and nobody else", async () => {
  const program = process.env.RELIEF_PROGRAM ?? "";
  const setup = execFileSync(program, ["office", "account", "setup", "--db", desk.books, "--actor", "install", "--json"]).toString();
  const { code } = JSON.parse(setup) as { code: string };
  await desk.start();

  // Without log-in the API answers nothing but that.
  expect((await fetch(`${desk.url}/api/v1/stock?site=JL-D-01`)).status).toBe(401);
  const officer = await Officer.at(desk, browser);
  const { page } = officer;
  await page.goto(`${desk.url}/admin`);
  await page.locator("button", { hasText: "首次登录" }).click();
  await page.fill('[name="name"]', "sec");
  await page.fill('[name="code"]', code);
  await page.fill('[name="person"]', "钱安");
  await page.fill('[name="password"]', password);
  await page.locator("button[type=submit]").click();
  await page.locator("[role=status]", { hasText: "口令已设好" }).waitFor();

  await page.fill('[name="name"]', "sec");
  await page.fill('[name="password"]', "不是这个口令不是这个口令");
  await page.locator("button[type=submit]").click();
  await page.locator(".problem", { hasText: "log_in.wrong" }).waitFor();
  await page.fill('[name="password"]', password);
  await page.locator("button[type=submit]").click();

  // The security administrator needs a second factor: its key is shown once, and proven.
  await page.locator("button", { hasText: "取动态码密钥" }).click();
  const key = (await page.locator("[data-key]").innerText()).trim();
  await page.fill('[name="code"]', "000000");
  await page.locator("button[type=submit]").click();
  await page.locator(".problem", { hasText: "log_in.totp" }).waitFor();
  await page.fill('[name="code"]', authenticator_code(key, Date.now()));
  await page.locator("button[type=submit]").click();
  await page.locator("nav.rail").waitFor();
  expect(await page.locator("header.top").innerText()).toContain("钱安");

  // The session is in a cookie that scripts cannot read, and in no address.
  const [cookie] = await officer.context.cookies();
  expect(cookie).toMatchObject({ name: "relief_session", httpOnly: true, sameSite: "Strict" });
  expect(page.url()).not.toContain(cookie?.value ?? "?");

  // The three administrators are apart: books are not the security administrator's.
  const refused = await page.evaluate(async () => (await fetch("/api/v1/stock?site=JL-D-01")).status);
  expect(refused).toBe(403);

  // The session ends under a form: the page is locked in place, and what was typed is still there.
  await page.goto(`${desk.url}/dispatch/calls/new`);
  await page.fill('[name="caller"]', "永吉县民政局赵某");
  await page.evaluate(async () => {
    await fetch("/api/v1/log-out", { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" });
  });
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector("dialog[open]");
  expect(await page.locator("dialog").innerText()).toContain("已锁定");
  await page.keyboard.press("Escape");
  expect(await page.locator("dialog[open]").count()).toBe(1);
  expect(await page.inputValue('[name="caller"]')).toBe("永吉县民政局赵某");
  await officer.close();
});
