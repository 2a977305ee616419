// SPDX-License-Identifier: Apache-2.0
// Chinese first, English by switch. A word is a pair; every table of words in this folder is checked
// by words.test.ts: one Chinese word has one English one throughout.
import { signal } from "@preact/signals";

export type Language = "zh" | "en";
/** What stands on the screen: Chinese, English. */
export type Word = readonly [zh: string, en: string];

const kept = "relief.language";

function first_language(): Language {
  const chosen = globalThis.localStorage?.getItem(kept);
  return chosen === "en" ? "en" : "zh";
}

export const language = signal<Language>(first_language());

export function choose_language(chosen: Language): void {
  language.value = chosen;
  localStorage.setItem(kept, chosen);
  document.documentElement.lang = chosen === "zh" ? "zh-CN" : "en";
}

/** The word in the language of the screen; {0}, {1} … are filled in. */
export function say(word: Word, ...filled: (string | number)[]): string {
  const text = word[language.value === "zh" ? 0 : 1];
  return text.replace(/\{(\d)\}/g, (_, index: string) => String(filled[Number(index)] ?? ""));
}
