// SPDX-License-Identifier: Apache-2.0
// Shortcuts read the physical key, so that they work under any layout, and do nothing while an input
// method composes or somebody types. No key signs.
import { signal } from "@preact/signals";
import { go } from "./address";
import { pages } from "./pages";
import type { Word } from "../words/language";

const kept = "relief.keys";
export const keys_on = signal(localStorage.getItem(kept) !== "off");
export function switch_keys(on: boolean): void {
  keys_on.value = on;
  localStorage.setItem(kept, on ? "on" : "off");
}
export const keys_shown = signal(false);

/** What `?` lists. */
export const key_words: [keys: string, does: Word][] = [
  ["G D M E F O L A R X", ["按侧栏次序去各页：G 再按字母", "Go to a page of the rail: G, then its letter"]],
  ["/", ["搜索", "Search"]],
  ["N", ["新来电", "New call"]],
  ["J K ↑ ↓", ["上下移动", "Move up and down"]],
  ["Enter", ["打开", "Open"]],
  ["Space", ["打勾", "Tick"]],
  ["W", ["为何：这个数的由来", "Why: where this number comes from"]],
  ["T", ["表与图切换", "Table or chart"]],
  ["P", ["打印", "Print"]],
  ["R", ["只看红行", "Red rows only"]],
  ["[ ] .", ["上一事、下一事、现在（态势图）", "Previous and next event in time, now (map)"]],
  ["Ctrl+Enter", ["提交", "Submit"]],
  ["Esc", ["关闭", "Close"]],
  ["F6", ["到下一块", "Next panel"]],
  ["?", ["本表", "This list"]],
];

/** Keys a page answers while it is open, by KeyboardEvent.code. */
const of_page = new Map<string, () => void>();
export function on_key(code: string, then: () => void): () => void {
  of_page.set(code, then);
  return () => {
    if (of_page.get(code) === then) {
      of_page.delete(code);
    }
  };
}

function is_typing(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  return (
    element?.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]") != null
  );
}

const sequence_ms = 1_500;

export function start_keys(): void {
  let after_g_ms = 0;
  addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || !keys_on.value) {
      return;
    }
    if (event.code === "F6") {
      event.preventDefault();
      next_panel(event.shiftKey ? -1 : 1);
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || is_typing(event.target)) {
      return;
    }
    if (document.querySelector("dialog[open]")) {
      return;
    }
    const is_after_g = event.timeStamp - after_g_ms < sequence_ms && after_g_ms > 0;
    after_g_ms = 0;
    if (is_after_g) {
      const page = pages.find((one) => one.key !== "" && one.key === event.code);
      if (page) {
        event.preventDefault();
        go(`/${page.at}`);
      }
      return;
    }
    if (event.key === "?") {
      keys_shown.value = !keys_shown.value;
    } else if (event.code === "KeyG") {
      after_g_ms = event.timeStamp;
    } else if (event.code === "Slash") {
      event.preventDefault();
      document.getElementById("search")?.focus();
    } else if (of_page.has(event.code)) {
      event.preventDefault();
      of_page.get(event.code)?.();
    } else if (event.code === "KeyN") {
      go("/dispatch/calls/new");
    } else if (event.code === "KeyP") {
      event.preventDefault();
      print();
    } else if (event.code === "KeyW") {
      const focused = document.activeElement;
      const figure = focused?.matches("[data-why]") ? focused : focused?.querySelector("[data-why]");
      (figure as HTMLElement | null | undefined)?.click();
    }
  });
}

function next_panel(step: number): void {
  const panels = [...document.querySelectorAll<HTMLElement>("[data-panel]")];
  const now = panels.findIndex((panel) => panel.contains(document.activeElement));
  const next = panels[(now + step + panels.length) % panels.length];
  next?.focus();
}
