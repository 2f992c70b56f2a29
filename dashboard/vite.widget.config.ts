// Builds the chat widget: one classic script, so that a page of another site needs one line for it.

import { defineConfig } from "vite";

export default defineConfig({
  publicDir: false,
  build: {
    target: "es2021",
    emptyOutDir: false,
    lib: { entry: "widget/widget.ts", formats: ["iife"], name: "DazzaChatWidget", fileName: () => "widget.js" },
  },
});
