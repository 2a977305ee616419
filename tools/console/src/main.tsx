// SPDX-License-Identifier: Apache-2.0
import { render } from "preact";
import { catalogue, load_catalogue } from "./api/catalogue";
import { ask_health, ask_log_in, when_no_session, act_as } from "./api/client";
import { address, go } from "./app/address";
import { Frame } from "./app/frame";
import { start_keys } from "./app/keys";
import { start_live } from "./app/live";
import { demo_actor, is_demo, is_locked, me, type Me } from "./app/state";
import { ProblemBox } from "./parts/panel";
import { Problem } from "./api/problem";
import { start_ticking } from "./time/instant";
import { choose_language, language } from "./words/language";
import "./style/console.css";

const clock_again_ms = 60_000;

async function start(): Promise<void> {
  const root = document.getElementById("console");
  if (root === null) {
    throw new Error("index.html has no #console");
  }
  choose_language(language.value);
  if (address.value.parts.length === 0) {
    go("/duty");
  }
  let head = 0;
  try {
    const health = await ask_health();
    head = health.head;
    is_demo.value = health.demo;
    if (health.demo) {
      act_as(demo_actor.value);
    } else {
      me.value = await ask_log_in<Me>("me").catch((failure: unknown) => {
        if (failure instanceof Problem && failure.status === 401) {
          return null;
        }
        throw failure;
      });
    }
  } catch (failure) {
    if (failure instanceof Problem) {
      render(<ProblemBox problem={failure} again={() => location.reload()} />, root);
      return;
    }
    throw failure;
  }
  when_no_session(() => {
    is_locked.value = me.value !== null;
  });
  setInterval(() => void ask_health().catch(() => {}), clock_again_ms);
  if (is_demo.value || me.value !== null) {
    await load_catalogue().catch(() => {});
  }
  // Whoever logs in later needs the names too.
  me.subscribe((identity) => {
    if (identity !== null && catalogue.value === null) {
      void load_catalogue().catch(() => {});
    }
  });
  start_ticking();
  start_live(head);
  start_keys();
  render(<Frame />, root);
}

void start();
