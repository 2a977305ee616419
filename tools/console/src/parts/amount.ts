// SPDX-License-Identifier: Apache-2.0
import { catalogue, item_of, site_name } from "../api/catalogue";
import { is_demo } from "../app/state";

/** An amount of the books, kept in 10^-decimals of the item's unit, as people write it. */
export function amount(value: number | null | undefined, decimals = 0): string {
  return value === null || value === undefined
    ? "—"
    : (value / 10 ** decimals).toLocaleString("en-US", {
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
      });
}

export function decimals_of(item: string): number {
  return item_of(item)?.decimals ?? 0;
}

/** In a demonstration a depot's name goes without its own （演示）: the strip says it for the whole page. */
export function short_site(id: string): string {
  const name = site_name(id);
  return is_demo.value ? name.replace(/[（(]演示[）)]/, "") : name;
}

export function depot_choices(): { value: string; text: string }[] {
  return (catalogue.value?.depots ?? []).map((depot) => ({ value: depot.id, text: `${short_site(depot.id)} ${depot.id}` }));
}
