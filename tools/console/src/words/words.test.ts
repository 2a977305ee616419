// SPDX-License-Identifier: Apache-2.0
// One glossary: a Chinese word on the screen has one English word throughout, whatever page it stands on.
// The sources themselves are read, so that a pair inside a page counts as much as one in a table of words.
import { describe, expect, it } from "vitest";

const sources = import.meta.glob<string>(["../**/*.ts", "../**/*.tsx", "!../**/*.test.ts"], { eager: true, query: "?raw", import: "default" });

const pair = /\[\s*("(?:[^"\\\n]|\\.)*"),\s*("(?:[^"\\\n]|\\.)*"),?\s*\]/g;
const chinese = /\p{Script=Han}/u;

interface Found {
  file: string;
  word: readonly [zh: string, en: string];
}

/** Every Chinese-English pair written in a source. */
function pairs_in(file: string, text: string): Found[] {
  return [...text.matchAll(pair)]
    .map((match): Found => ({ file, word: [JSON.parse(match[1] ?? '""') as string, JSON.parse(match[2] ?? '""') as string] }))
    .filter(({ word: [zh, en] }) => chinese.test(zh) && (!chinese.test(en) || /[a-z]{3}/i.test(en)));
}

/** The same sign with two meanings, each the field's own usage, and the reason of each; at most eight. */
const allowed: Record<string, string> = {
  调拨令: "plural over the list of orders, singular as the kind of one document (“Sign allotment order 0017”)",
};

const all = Object.entries(sources).flatMap(([file, text]) => pairs_in(file, text));

describe("the words of the screen", () => {
  it("are many", () => {
    expect(all.length).toBeGreaterThan(1100);
  });

  it("are one English word for one Chinese word", () => {
    const english = new Map<string, Map<string, Set<string>>>();
    for (const { file, word } of all) {
      const [zh, en] = word;
      const known = english.get(zh) ?? new Map<string, Set<string>>();
      known.set(en.toLowerCase(), (known.get(en.toLowerCase()) ?? new Set()).add(file));
      english.set(zh, known);
    }
    const torn = [...english].filter(([zh, words]) => words.size > 1 && !(zh in allowed)).map(([zh, words]) => `${zh}: ${[...words].map(([en, files]) => `${en} (${[...files].join(" ")})`).join(" / ")}`);
    expect(torn).toEqual([]);
    expect(Object.keys(allowed).filter((zh) => (english.get(zh)?.size ?? 0) < 2), "allowed without need").toEqual([]);
    expect(Object.keys(allowed).length).toBeLessThanOrEqual(8);
  });

  it("fill in the same places in both languages", () => {
    const places = (text: string) => [...text.matchAll(/\{(\d)\}/g)].map((match) => match[1]).sort().join();
    expect(all.filter(({ word }) => places(word[0]) !== places(word[1])).map(({ word }) => word)).toEqual([]);
  });
});
