// SPDX-License-Identifier: Apache-2.0

/** "Who can have 5,000 quilts at Jiaohe within six hours?" in one line. */
export interface Question {
  item: string;
  amount: number;
  to: string;
  hours: number;
}

export const usual_hours = 6;

const units = "床|顶|件|条|个|张|套|箱|袋|瓶|kg|公斤|台|具|双|把|pieces?";
const amount_form = new RegExp(`^([0-9][0-9,，]*(?:\\.[0-9]+)?)(万|千)?(?:${units})?$`, "i");
const hours_form = /^(\d+(?:\.\d+)?)(h|小时|时|hours?)(?:内)?$/i;

/**
 * Reads `棉被 5000 蛟河 6h`, also `棉被 5,000 床 到 220281 蛟河市 6 小时内`: a word with figures is the
 * amount, one with hours the time, the first of the rest the item and the last of it the place. What
 * is missing is named. Full-width figures are read as figures.
 */
export function read_question(text: string): Question | { missing: ("item" | "amount" | "to")[] } {
  const plain = text
    .normalize("NFKC")
    .replace(/(\d)\s+(h|小时|时|hours?)/gi, "$1$2")
    .replace(new RegExp(`(\\d)\\s+(${units})(?=\\s|$)`, "gi"), "$1$2")
    .replace(/([^\s\d,])(\d[\d,]*)(?=\s|$|[床顶件条个张套箱袋瓶])/g, "$1 $2");
  let amount: number | null = null;
  let hours: number | null = null;
  const words: string[] = [];
  for (const word of plain.split(/\s+/)) {
    const in_hours = word.match(hours_form);
    const in_amount = word.match(amount_form);
    if (word === "" || /^(到|送|送到|去|to|内|within|in)$/i.test(word)) {
      continue;
    }
    if (in_hours && hours === null) {
      hours = Number(in_hours[1]);
    } else if (in_amount && amount === null && words.length > 0) {
      const times = in_amount[2] === "万" ? 10_000 : in_amount[2] === "千" ? 1_000 : 1;
      amount = Math.round(Number(in_amount[1]?.replaceAll(/[,，]/g, "")) * times);
    } else {
      words.push(word.replace(/^到(?=.)/, ""));
    }
  }
  const [item] = words;
  // A division may stand as code and name: the code alone is certain.
  const to = words.slice(1).find((word) => /^\d{6,9}$/.test(word)) ?? words.slice(1).at(-1);
  const missing: ("item" | "amount" | "to")[] = [];
  if (item === undefined) {
    missing.push("item");
  }
  if (amount === null || amount <= 0) {
    missing.push("amount");
  }
  if (to === undefined) {
    missing.push("to");
  }
  return item !== undefined && to !== undefined && amount !== null && amount > 0
    ? { item, amount, to, hours: hours ?? usual_hours }
    : { missing };
}
