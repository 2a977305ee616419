// SPDX-License-Identifier: Apache-2.0

/** A round length and the pixels it takes: 1, 2 or 5 times a power of ten. */
export function bar_of(metres_per_pixel: number, at_most_px: number): { metres: number; px: number } {
  const most = metres_per_pixel * at_most_px;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = [5, 2, 1].map((part) => part * power).find((length) => length <= most) ?? power;
  return { metres, px: metres / metres_per_pixel };
}

export function length_words(metres: number): string {
  return metres >= 1000 ? `${(metres / 1000).toLocaleString("en-US")} km` : `${metres.toLocaleString("en-US")} m`;
}
