// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { apart } from "./apart";
import { bar_of, length_words } from "./scale";

describe("symbols of one place", () => {
  it("are drawn on spots of which none covers another", () => {
    const spots = Array.from({ length: 61 }, (_, index) => apart(index));
    expect(spots[0]).toEqual([0, 0]);
    const distances = spots.flatMap(([x, y], index) => spots.slice(index + 1).map(([other_x, other_y]) => Math.hypot(x - other_x, y - other_y)));
    expect(Math.min(...distances)).toBeGreaterThan(18);
  });
});

describe("the scale bar", () => {
  // At 1:1,000,000 a millimetre of paper is a kilometre; a CSS pixel is 25.4 / 96 mm.
  const metres_per_pixel = (1_000_000 * 0.0254) / 96;

  it("is 20 mm for 20 km at 1:1,000,000", () => {
    const bar = bar_of(metres_per_pixel, 140);
    expect(bar.metres).toBe(20_000);
    expect((bar.px * 25.4) / 96).toBeCloseTo(20, 6);
  });

  it("has a round length that fits", () => {
    for (const scale of [0.7, 3, 47, 260, 1_900]) {
      const bar = bar_of(scale, 140);
      expect(bar.px).toBeLessThanOrEqual(140);
      expect(bar.px).toBeGreaterThan(140 / 2.6);
      expect(String(bar.metres)).toMatch(/^(1|2|5)0*$/);
    }
    expect(length_words(500)).toBe("500 m");
    expect(length_words(20_000)).toBe("20 km");
  });
});
