// SPDX-License-Identifier: Apache-2.0
// A server on a copy of the demonstration's books, and a browser in front of it.
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from "playwright-core";

function required(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set; run these tests by ctest --preset release -R console`);
  }
  return value;
}

const program = () => required("RELIEF_PROGRAM");
/** The instant at which the demonstration's server begins. */
export const night = "2017-07-14T12:45";

/** The demonstration's books, made once for all tests of a run. */
function demo_books(): string {
  // Another program may make other books.
  const kept = join(required("RELIEF_TEST_FOLDER"), `demo-${Math.floor(statSync(program()).mtimeMs)}.db`);
  if (!existsSync(kept)) {
    const made = `${kept}.${process.pid}`;
    execFileSync(required("RELIEF_DEMO_BOOKS"), [program(), made], { stdio: "pipe" });
    copyFileSync(made, kept);
  }
  return kept;
}

export class Desk {
  readonly folder: string;
  readonly books: string;
  url = "";
  private server: ChildProcess | null = null;

  private readonly with_log_in: boolean;
  private readonly more: string[];

  /** `with_log_in`: people log in, on books of their own, instead of the demonstration's; `more` options of serve. */
  constructor(options: { with_log_in?: boolean; more?: string[] } = {}) {
    this.more = options.more ?? [];
    this.with_log_in = options.with_log_in ?? false;
    this.folder = mkdtempSync(join(tmpdir(), "relief-console-"));
    this.books = join(this.folder, "desk.db");
    if (this.with_log_in) {
      execFileSync(program(), ["init", "--db", this.books, "--quiet"]);
    } else {
      copyFileSync(demo_books(), this.books);
    }
  }

  /** Starts the server, on the same port as before where there was one. */
  async start(): Promise<void> {
    const port = this.url === "" ? "0" : new URL(this.url).port;
    const words = ["serve", "--db", this.books, "--port", port, "--console", required("RELIEF_CONSOLE"), "--quiet", "--lang", "en"];
    words.push(...this.more, ...(this.with_log_in ? [] : ["--open-demo", "--clock", night]));
    const server = spawn(program(), words, { stdio: ["ignore", "pipe", "pipe"] });
    this.server = server;
    this.url = await new Promise<string>((resolve, reject) => {
      let told = "";
      const listen = (piece: Buffer) => {
        told += piece.toString();
        const address = told.match(/http:\/\/[\d.]+:\d+/);
        if (address) {
          resolve(address[0]);
        }
      };
      server.stdout?.on("data", listen);
      server.stderr?.on("data", listen);
      server.on("exit", (status) => reject(new Error(`relief serve ended with ${status}: ${told}`)));
    });
  }

  async stop(): Promise<void> {
    await this.end_with("SIGTERM");
  }

  /** As a power cut of the process: nothing is finished. */
  async kill(): Promise<void> {
    await this.end_with("SIGKILL");
  }

  private async end_with(signal: NodeJS.Signals): Promise<void> {
    const { server } = this;
    this.server = null;
    if (server && server.exitCode === null) {
      const ended = new Promise((resolve) => server.on("exit", resolve));
      server.kill(signal);
      await ended;
    }
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** What the API answers to a question, as a program would ask it. */
  async ask<Document>(operation: string, parameters: Record<string, string> = {}): Promise<Document> {
    const query = new URLSearchParams(parameters).toString();
    const response = await fetch(`${this.url}/api/v1/${operation.replaceAll(" ", "/")}?${query}`);
    if (!response.ok) {
      throw new Error(`${operation}: ${response.status} ${await response.text()}`);
    }
    return (await response.json()) as Document;
  }

  /** Does something over the API, under a person's name. */
  async act<Document>(actor: string, operation: string, body: object, key: string): Promise<{ status: number; document: Document }> {
    const response = await fetch(`${this.url}/api/v1/${operation.replaceAll(" ", "/")}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": key, "Relief-Actor": actor },
      body: JSON.stringify(body),
    });
    return { status: response.status, document: (await response.json()) as Document };
  }
}

export async function open_browser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.RELIEF_CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--font-render-hinting=none",
    ],
  });
}

/** An officer before a screen: what they press is counted, what goes wrong in the page is kept. */
export class Officer {
  clicks = 0;
  by: "pointer" | "keyboard" = "pointer";
  readonly faults: string[] = [];
  /** Requests that went to another host than the server's. */
  readonly elsewhere: string[] = [];

  private constructor(
    readonly desk: Desk,
    readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on("pageerror", (fault) => this.faults.push(fault.message));
    page.on("console", (message) => {
      // A refusal of the server is an answer, which the browser tells as a failed load.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
        this.faults.push(message.text());
      }
    });
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(desk.url) && !url.startsWith("data:") && !url.startsWith("blob:")) {
        this.elsewhere.push(url);
      }
    });
  }

  static async at(
    desk: Desk,
    browser: Browser,
    options: { actor?: string; language?: "zh" | "en"; width?: number; height?: number } = {},
  ): Promise<Officer> {
    const context = await browser.newContext({
      viewport: { width: options.width ?? 1366, height: options.height ?? 625 },
      timezoneId: "America/New_York",
      permissions: ["clipboard-write", "clipboard-read"],
    });
    await context.addInitScript(
      ({ language, actor }) => {
        localStorage.setItem("relief.language", language);
        if (!localStorage.getItem("relief.demo_actor")) {
          localStorage.setItem("relief.demo_actor", actor);
        }
      },
      { language: options.language ?? "zh", actor: options.actor ?? "DEMO-220000-duty_officer" },
    );
    return new Officer(desk, context, await context.newPage());
  }

  async goto(path: string): Promise<void> {
    await this.page.goto(this.desk.url + path);
    await this.settled();
  }

  /** Until nothing on the page is being read. */
  async settled(): Promise<void> {
    await this.page.waitForFunction(
      () =>
        document.querySelector("#page") !== null &&
        document.querySelector("[aria-busy='true'], .hairline") === null &&
        document.querySelector("#page")?.textContent !== "",
    );
  }

  /** Presses it: with the pointer, or with Tab to it and Enter (Space where it is ticked). */
  async click(target: Locator): Promise<void> {
    this.clicks += 1;
    if (this.by === "pointer") {
      await target.click();
      return;
    }
    await target.waitFor();
    await this.tab_to(target);
    const is_ticked = await target.evaluate((element) => element.matches("input[type=checkbox], input[type=radio]"));
    await this.page.keyboard.press(is_ticked ? "Space" : "Enter");
  }

  /** A key that acts; what is typed into a field counts as time alone. */
  async press(keys: string): Promise<void> {
    this.clicks += 1;
    await this.page.keyboard.press(keys);
  }

  /** Moves the focus by Tab, or back by Shift+Tab, until it is on the target, as without a mouse. */
  async tab_to(target: Locator, presses_max = 250): Promise<void> {
    for (let presses = 0; presses < presses_max; presses += 1) {
      const way = await target.evaluate((element) => {
        const active = document.activeElement;
        if (element === active) {
          return "there";
        }
        const is_before = active !== null && (active.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING) !== 0;
        return is_before ? "Shift+Tab" : "Tab";
      });
      if (way === "there") {
        return;
      }
      await this.page.keyboard.press(way);
    }
    throw new Error(`${target} cannot be reached by Tab`);
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}
