// SPDX-License-Identifier: Apache-2.0

const ring = 20;
/** Spots round a place in the order they are tried: the place itself, six round it, twelve round those. */
export function apart(index: number): [number, number] {
  if (index === 0) {
    return [0, 0];
  }
  let round = 1;
  let rest = index - 1;
  while (rest >= round * 6) {
    rest -= round * 6;
    round += 1;
  }
  const turn = (rest / (round * 6)) * 2 * Math.PI - Math.PI / 2;
  return [Math.round(Math.cos(turn) * ring * round), Math.round(Math.sin(turn) * ring * round)];
}
