// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { read_question } from "./question";

describe("the one-line question", () => {
  const jiaohe = { item: "棉被", amount: 5000, to: "蛟河", hours: 6 };

  it("is read as an officer says it", () => {
    expect(read_question("棉被 5000 蛟河 6h")).toEqual(jiaohe);
    expect(read_question("棉被 5000 蛟河")).toEqual(jiaohe);
    expect(read_question("棉被5000 蛟河 6小时")).toEqual(jiaohe);
    expect(read_question("棉被 ５０００ 蛟河 ６小时内")).toEqual(jiaohe);
    expect(read_question("QUILT 0.5万 到蛟河 6 h")).toEqual({ ...jiaohe, item: "QUILT" });
  });

  it("takes the code where a place has both", () => {
    expect(read_question("棉被 5,000 床 到 220281 蛟河市 6 小时内")).toEqual({ ...jiaohe, to: "220281" });
    expect(read_question("棉被 5,000 床 到 蛟河市 6 小时内")).toEqual({ ...jiaohe, to: "蛟河市" });
  });

  it("names what is missing", () => {
    expect(read_question("棉被 蛟河 6h")).toEqual({ missing: ["amount"] });
    expect(read_question("棉被 5000")).toEqual({ missing: ["to"] });
    expect(read_question("")).toEqual({ missing: ["item", "amount", "to"] });
    expect(read_question("棉被 0 蛟河")).toEqual({ missing: ["amount"] });
  });
});
