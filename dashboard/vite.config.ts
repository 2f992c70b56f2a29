// Builds the pages; `npm run dev` serves them with a made-up fleet behind.

import { defineConfig } from "vite";
import { mock } from "./dev/mock";

export default defineConfig(({ command }) => ({
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  plugins: command === "serve" && process.env["VITEST"] === undefined ? [mock()] : [],
  build: {
    target: "es2021",
    // A style or a picture inside a script would need a weaker policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
  },
}));
