// SPDX-License-Identifier: Apache-2.0
// Who sits here and whether they can write now.
import { computed, signal } from "@preact/signals";
import { act_as } from "../api/client";
import { common } from "../words/common";
import { say } from "../words/language";
import { address } from "./address";
import { link } from "./live";

export interface Grant {
  role: string;
  unit: string;
  from: string;
  until: string | null;
}

export interface Me {
  account: string;
  person: { code: string; name: string; unit: string };
  grants: Grant[];
  owes: string;
  idle_ends: string;
  ends: string;
}

/** Synthetic books are served and nobody logs in. */
export const is_demo = signal(false);
/** null: nobody is logged in, or a demonstration. */
export const me = signal<Me | null>(null);
/** The session ended under the page: sign in over it, the draft stays. */
export const is_locked = signal(false);

const kept_actor = "relief.demo_actor";
/** Under whose name a demonstration acts. */
export const demo_actor = signal(localStorage.getItem(kept_actor) ?? "DEMO-220000-duty_officer");
export function choose_demo_actor(person: string): void {
  demo_actor.value = person;
  localStorage.setItem(kept_actor, person);
  act_as(person);
}

export const person_name = computed(() => (is_demo.value ? demo_actor.value : (me.value?.person.name ?? "")));

/** Why nothing can be written now; "" where it can. */
export const why_no_writing = computed(() => {
  if (link.value.state === "offline") {
    return say(common.off_offline);
  }
  if (address.value.query.get("at")) {
    return say(common.off_look_back);
  }
  return is_locked.value ? say(common.locked) : "";
});
