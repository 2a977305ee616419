// SPDX-License-Identifier: Apache-2.0
// The address of the page holds what is looked at: page, filters, selection and `at` (look back), so a
// pasted link shows the same.
import { signal } from "@preact/signals";

export interface Address {
  /** Parts of the path: ["dispatch", "orders", "JLDB-2017-0017"]. */
  parts: string[];
  query: URLSearchParams;
}

function read(): Address {
  return {
    parts: location.pathname.split("/").filter((part) => part !== "").map(decodeURIComponent),
    query: new URLSearchParams(location.search),
  };
}

export const address = signal<Address>(read());

addEventListener("popstate", () => {
  address.value = read();
});

/** Goes to another page of the console. */
export function go(path: string): void {
  history.pushState(null, "", path);
  address.value = read();
  scrollTo(0, 0);
}

/** Changes filters of this page; "" takes one away. Leaves no trace in the history unless told. */
export function set_query(changes: Record<string, string>, remember = false): void {
  const query = new URLSearchParams(address.value.query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === "") {
      query.delete(name);
    } else {
      query.set(name, value);
    }
  }
  const text = query.toString();
  const path = location.pathname + (text === "" ? "" : `?${text}`);
  history[remember ? "pushState" : "replaceState"](null, "", path);
  address.value = read();
}

/** The filter of this page; "" where it is not set. */
export function query(name: string): string {
  return address.value.query.get(name) ?? "";
}

/** The instant looked back at, "" for now. */
export function look_back_at(): string {
  return query("at");
}

/** Links within the console are followed without loading the page anew. */
export function follow_links(event: MouseEvent): void {
  const link = (event.target as Element | null)?.closest("a");
  const is_plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (
    link &&
    is_plain &&
    link.origin === location.origin &&
    !link.hasAttribute("download") &&
    link.target === "" &&
    !link.pathname.startsWith("/api/") &&
    !link.pathname.startsWith("/handbook")
  ) {
    event.preventDefault();
    go(link.pathname + link.search);
  }
}
