// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from "vite";
import { handbook } from "./handbook.ts";

// Where a running `relief serve` answers while the console is worked on (`npx vite`).
const server = process.env.RELIEF_SERVER ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [handbook(process.env.RELIEF_DOCS ?? "../../docs")],
  build: {
    target: "es2022",
    // Addresses are to be those of this server alone: nothing is put into the page as data.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  server: {
    proxy: Object.fromEntries(
      ["/api", "/healthz", "/metrics"].map((path) => [path, { target: server, changeOrigin: true, headers: { origin: server } }]),
    ),
  },
});
