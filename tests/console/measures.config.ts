// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["browser/measures.ts", "browser/desks.ts"], testTimeout: 3_600_000, hookTimeout: 90_000, reporters: ["dot"] },
});
