// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef } from "preact/hooks";
import { draw_symbol, side, type Symbol_id, type SymbolState } from "./symbols";

/** A symbol as it is on the map, beside words that say the same. */
export function SymbolMark({ id, state = {} }: { id: Symbol_id; state?: SymbolState }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const key = `${id} ${JSON.stringify(state)}`;
  useEffect(() => {
    const pen = canvas.current?.getContext("2d");
    if (pen) {
      pen.setTransform(2, 0, 0, 2, 0, 0);
      pen.clearRect(0, 0, side, side);
      draw_symbol(pen, id, state);
    }
  }, [key]);
  return <canvas ref={canvas} class="symbol" width={side * 2} height={side * 2} aria-hidden="true" />;
}
