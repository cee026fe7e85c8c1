import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
// @ts-expect-error a script without types
import { guide } from "./scripts/guide-plugin.mjs";
// @ts-expect-error a script without types
import { compressed, iconPaths, layer, messages, onlyOurLanguages } from "./scripts/web-plugins.mjs";
import { LANGUAGES, LOCALES } from "./src/tenancy/locale.ts";
import { FIRST_MESSAGES } from "./src/web/language/first-messages.ts";
import { PSEUDO_LANGUAGES } from "./src/web/language/pseudo-languages.ts";

const page = join(import.meta.dirname, "src", "web");

/** Partner Hub, the page: built into dist/web, from where the server sends it. */
export default defineConfig({
  root: page,
  // Every file names the others relative to itself, so that the page works under any path of a public address.
  base: "./",
  plugins: [
    messages(join(page, "messages"), {
      locales: LOCALES,
      pseudo: Object.keys(PSEUDO_LANGUAGES),
      first: FIRST_MESSAGES,
    }),
    layer("ui", join(page, "ui")),
    iconPaths(),
    guide(join(import.meta.dirname, "docs", "partner-hub.md")),
    onlyOurLanguages([...Object.values(LANGUAGES), ...Object.values(PSEUDO_LANGUAGES)].map(({ tag }) => tag)),
    react(),
    compressed(),
  ],
  resolve: {
    // Messages are compiled when the page is built.
    alias: { "@formatjs/icu-messageformat-parser": "@formatjs/icu-messageformat-parser/no-parser.js" },
  },
  build: {
    outDir: join(import.meta.dirname, "dist", "web"),
    emptyOutDir: true,
    target: "es2022",
    // The content policy allows no data: fonts or scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // How long a plugin of ours took is nothing that somebody who starts the server can change.
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
});
