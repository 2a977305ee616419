// SPDX-License-Identifier: Apache-2.0
// The one door to the server: every operation is a command under its own words
// (`order sign` is /api/v1/order/sign) with the command's options as parameters.
import { set_server_clock } from "../time/instant";
import { language } from "../words/language";
import { offline_problem, Problem, problem_of } from "./problem";

export type Parameter = string | number | boolean | string[] | undefined | null;
export type Parameters = Record<string, Parameter>;

/** Who acts in a demonstration, where nobody logs in. */
let demonstration_actor = "";
export function act_as(person: string): void {
  demonstration_actor = person;
}

/** Called where the server says that nobody is logged in any more. */
let on_no_session: () => void = () => {};
export function when_no_session(then: () => void): void {
  on_no_session = then;
}

/** Milliseconds after which silence counts as no answer. */
const patience_ms = 30_000;

export function address_of(operation: string): string {
  return `/api/v1/${operation.replaceAll(" ", "/")}`;
}

function given(parameters: Parameters): [string, Exclude<Parameter, undefined | null>][] {
  return Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined || value === null || value === "" || value === false
      ? []
      : [[name, value] as [string, Exclude<Parameter, undefined | null>]],
  );
}

function query_of(parameters: Parameters): string {
  const query = new URLSearchParams();
  for (const [name, value] of given(parameters)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      query.append(name, String(one));
    }
  }
  return query.toString();
}

async function call(path: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  if (!headers.has("Accept")) {
    headers.set("Accept", "application/json");
  }
  headers.set("Accept-Language", language.value);
  if (demonstration_actor !== "") {
    headers.set("Relief-Actor", encodeURIComponent(demonstration_actor));
  }
  let response: Response;
  try {
    const silence = AbortSignal.timeout(patience_ms);
    const signal = init.signal ? AbortSignal.any([init.signal, silence]) : silence;
    response = await fetch(path, { ...init, headers, signal, credentials: "same-origin" });
  } catch (failure) {
    if (init.signal?.aborted) {
      throw failure;
    }
    throw offline_problem();
  }
  if (!response.ok) {
    const problem = await problem_of(response);
    if (problem.code === "access.session") {
      on_no_session();
    }
    throw problem;
  }
  return response;
}

/** An answer and when it came; `data_time` is in the documents themselves. */
export interface Answer<Document> {
  document: Document;
  received_ms: number;
  /** Exit status the command line would have had: 1 says no. */
  status: number;
  /** Files the operation wrote, by name. */
  files: Record<string, string>;
}

function files_of(response: Response): Record<string, string> {
  const files: Record<string, string> = {};
  // A header's bytes come as Latin-1; a name in them is UTF-8.
  const bytes = Uint8Array.from(response.headers.get("Relief-File") ?? "", (letter) => letter.charCodeAt(0));
  for (const part of new TextDecoder().decode(bytes).split(",")) {
    const address = part.trim();
    if (address !== "") {
      const name = decodeURIComponent(address.slice(address.lastIndexOf("/") + 1));
      files[name] = address.slice(0, address.lastIndexOf("/") + 1) + encodeURIComponent(name);
    }
  }
  return files;
}

async function answer_of<Document>(response: Response): Promise<Answer<Document>> {
  return {
    document: (await response.json()) as Document,
    received_ms: Date.now(),
    status: Number(response.headers.get("Relief-Status") ?? 0),
    files: files_of(response),
  };
}

/** Asks what changes nothing. */
export async function ask<Document>(
  operation: string,
  parameters: Parameters = {},
  signal?: AbortSignal,
): Promise<Answer<Document>> {
  const query = query_of({ lang: language.value, ...parameters });
  const response = await call(`${address_of(operation)}?${query}`, signal ? { signal } : {});
  return answer_of<Document>(response);
}

/** A key that stands for one act however often it is sent. */
export function new_key(): string {
  return crypto.randomUUID();
}

/**
 * Does something. `key` is made when the dialog opens, so a second press or a repeat after a lost
 * answer is the same act; `version` is the number of steps of the document that was on the screen.
 */
export async function act<Document>(
  operation: string,
  parameters: Parameters,
  key: string,
  version?: number,
): Promise<Answer<Document>> {
  const headers: Record<string, string> = {
    "Content-Type": "application/json",
    "Idempotency-Key": key,
  };
  if (version !== undefined) {
    headers["If-Match"] = `"${version}"`;
  }
  const body = JSON.stringify({ lang: language.value, ...Object.fromEntries(given(parameters)) });
  return answer_of<Document>(await call(address_of(operation), { method: "POST", headers, body }));
}

export interface JobDocument {
  id: string;
  state: "waiting" | "running" | "done" | "failed";
  step: string;
  share: number;
  result?: string;
}

/** Long work that was begun: how far it is, and how to end it with the best it has. */
export interface Work<Document> {
  answer: Promise<Answer<Document>>;
  stop: () => void;
}

const look_again_ms = 300;

/** Begins long work (plans, assessments, trial imports) and follows it to its answer. */
export function work<Document>(
  operation: string,
  parameters: Parameters,
  on_progress: (job: JobDocument) => void,
): Work<Document> {
  let job_address = "";
  let is_stopped = false;
  const stop = () => {
    is_stopped = true;
    if (job_address !== "") {
      void call(job_address, { method: "DELETE" }).catch(() => {});
    }
  };
  const follow = async (): Promise<Answer<Document>> => {
    const begun = await call(address_of(operation), {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": new_key() },
      body: JSON.stringify({ lang: language.value, ...Object.fromEntries(given(parameters)) }),
    });
    if (begun.status !== 202) {
      return answer_of<Document>(begun);
    }
    const job = (await begun.json()) as JobDocument;
    job_address = begun.headers.get("Location") ?? `/api/v1/jobs/${job.id}`;
    if (is_stopped) {
      stop();
    }
    for (;;) {
      const state = (await (await call(job_address, {})).json()) as JobDocument;
      on_progress(state);
      if (state.state === "done" || state.state === "failed") {
        return answer_of<Document>(await call(`${job_address}/result`, {}));
      }
      await new Promise((resolve) => setTimeout(resolve, look_again_ms));
    }
  };
  return { answer: follow(), stop };
}

/** A file an operation wrote, as an address of this page that can be opened or saved. */
export async function fetch_file(address: string): Promise<string> {
  return URL.createObjectURL(await (await call(address, { headers: { Accept: "*/*" } })).blob());
}

/** The text of a file an operation wrote. */
export async function read_file(address: string): Promise<string> {
  return (await call(address, { headers: { Accept: "*/*" } })).text();
}

/** Sends a file that an operation is to read; the answer stands for it for an hour. */
export async function upload(file: Blob, name: string): Promise<string> {
  const response = await call(`/api/v1/uploads?${query_of({ name })}`, {
    method: "POST",
    headers: { "Content-Type": "application/octet-stream", "Idempotency-Key": new_key() },
    body: file,
  });
  return ((await response.json()) as { id: string }).id;
}

export interface Health {
  ok: boolean;
  head: number;
  demo: boolean;
  now: string;
}

/** Also sets the server's clock. */
export async function ask_health(): Promise<Health> {
  const begun_ms = Date.now();
  const health = (await (await call("/healthz", {})).json()) as Health;
  const on_the_way_ms = (Date.now() - begun_ms) / 2;
  set_server_clock(Date.parse(health.now) + on_the_way_ms);
  return health;
}

/** Addresses of the log-in itself, outside the table of operations. */
export async function ask_log_in<Document>(
  what: "log-in" | "log-out" | "password" | "redeem" | "totp" | "me",
  body?: Record<string, string>,
): Promise<Document> {
  const init: RequestInit =
    what === "me"
      ? {}
      : {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify(body ?? {}),
        };
  return (await (await call(`/api/v1/${what}`, init)).json()) as Document;
}

export { Problem };
