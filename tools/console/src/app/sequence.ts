// SPDX-License-Identifier: Apache-2.0

export interface Taken {
  events: unknown[];
  /** Rows were missed for good; the events after it go on from the new place. */
  reset: boolean;
}

/**
 * The text of an event stream, cut anywhere, made into events: each once and in order, however often
 * the stream is cut off and begun again.
 */
export class Sequence {
  /** seq of the last event taken; null before the first. */
  last: number | null = null;
  private rest = "";

  /** A new stream begins: what was half read of the old one is gone. */
  begin(): void {
    this.rest = "";
  }

  take(text: string): Taken {
    const taken: Taken = { events: [], reset: false };
    this.rest += text.replaceAll("\r\n", "\n");
    for (;;) {
      const end = this.rest.indexOf("\n\n");
      if (end < 0) {
        return taken;
      }
      this.take_block(this.rest.slice(0, end), taken);
      this.rest = this.rest.slice(end + 2);
    }
  }

  private take_block(block: string, taken: Taken): void {
    let name = "message";
    let id: number | null = null;
    const data: string[] = [];
    for (const line of block.split("\n")) {
      const colon = line.indexOf(":");
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
      if (field === "event") {
        name = value;
      } else if (field === "id" && /^\d+$/.test(value)) {
        id = Number(value);
      } else if (field === "data") {
        data.push(value);
      }
    }
    if (name === "reset") {
      taken.reset = true;
      this.last = id ?? this.last;
    } else if (data.length > 0 && (id === null || this.last === null || id > this.last)) {
      taken.events.push(JSON.parse(data.join("\n")));
      this.last = id ?? this.last;
    }
  }
}
