// SPDX-License-Identifier: Apache-2.0
// One glossary: a Chinese word on the screen has one English word throughout, whatever page it stands on.
import { describe, expect, it } from "vitest";
import type { Word } from "./language";

const tables = import.meta.glob<Record<string, unknown>>(["./*.ts", "../pages/**/*words.ts"], { eager: true });

function is_word(value: unknown): value is Word {
  return Array.isArray(value) && value.length === 2 && value.every((text) => typeof text === "string");
}

function words_of(value: unknown): Word[] {
  if (is_word(value)) {
    return [value];
  }
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(words_of) : [];
}

const all = Object.entries(tables).flatMap(([file, module]) => Object.values(module).flatMap(words_of).map((word) => ({ file, word })));

describe("the words of the screen", () => {
  it("are many", () => {
    expect(all.length).toBeGreaterThan(500);
  });

  it("are one English word for one Chinese word", () => {
    const english = new Map<string, Map<string, string>>();
    for (const { file, word } of all) {
      const [zh, en] = word;
      const known = english.get(zh) ?? new Map<string, string>();
      known.set(en.toLowerCase(), file);
      english.set(zh, known);
    }
    const torn = [...english].filter(([zh, words]) => zh !== "" && words.size > 1).map(([zh, words]) => `${zh}: ${[...words].map(([en, file]) => `${en} (${file})`).join(" / ")}`);
    expect(torn).toEqual([]);
  });

  it("fill in the same places in both languages", () => {
    const places = (text: string) => [...text.matchAll(/\{(\d)\}/g)].map((match) => match[1]).sort().join();
    expect(all.filter(({ word }) => places(word[0]) !== places(word[1])).map(({ word }) => word)).toEqual([]);
  });
});
